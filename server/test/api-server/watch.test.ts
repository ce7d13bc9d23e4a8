import { afterEach, expect, test } from 'vitest'
import { closeAll, configMap, metadataOf, start, told } from './testing.ts'

afterEach(closeAll)

const WATCH = '/api/v1/namespaces/team-1/configmaps?watch=1'

test('a watch tells what happens after a version, with kind and apiVersion', async () => {
  const { api, watch } = await start()
  const stream = await watch(`${WATCH}&resourceVersion=${api.store.resourceVersion}`)
  api.store.put(configMap('a'))
  api.store.put(configMap('a', { data: { color: 'blue' } }))
  api.store.remove('ConfigMap', 'a', 'team-1')
  const events = await stream.events(3)
  expect(told(events)).toEqual(['ADDED a', 'MODIFIED a', 'DELETED a'])
  expect(events[0]?.object).toMatchObject({ kind: 'ConfigMap', apiVersion: 'v1' })
})

test('the history is told first', async () => {
  const { api, watch } = await start()
  const before = api.store.resourceVersion
  api.store.put(configMap('a'))
  const stream = await watch(`${WATCH}&resourceVersion=${before}`)
  api.store.put(configMap('b'))
  expect(told(await stream.events(2))).toEqual(['ADDED a', 'ADDED b'])
})

test('what was deleted is told as it was last, with the version of its end', async () => {
  const { api, watch } = await start()
  api.store.put(configMap('a', { data: { color: 'blue' } }))
  const stream = await watch(`${WATCH}&resourceVersion=${api.store.resourceVersion}`)
  api.store.remove('ConfigMap', 'a', 'team-1')
  const [event] = await stream.events(1)
  expect(event?.object).toMatchObject({
    data: { color: 'blue' },
    metadata: { resourceVersion: String(api.store.resourceVersion) },
  })
})

test('without a version what is there comes first', async () => {
  const { api, watch } = await start()
  api.store.put(configMap('a'))
  const stream = await watch(`${WATCH}&allowWatchBookmarks=true`)
  const events = await stream.events(2)
  expect(told(events)).toEqual(['ADDED a', 'BOOKMARK'])
  expect(events[1]?.object.metadata).toMatchObject({ annotations: { 'k8s.io/initial-events-end': 'true' } })
})

test('other namespaces, other kinds and other names are not told', async () => {
  const { api, watch } = await start()
  const stream = await watch(`${WATCH}&resourceVersion=${api.store.resourceVersion}&fieldSelector=metadata.name%3Da`)
  api.store.put({ ...configMap('a'), metadata: { name: 'a', namespace: 'team-2' } })
  api.store.put({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'team-1' } })
  api.store.put(configMap('b'))
  api.store.put(configMap('a'))
  expect(told(await stream.events(1))).toEqual(['ADDED a'])
})

test('bookmarks tell how far it came, also by what is not its own', async () => {
  const { api, watch } = await start({ watchTimes: { bookmarkMs: 30 } })
  const stream = await watch(`${WATCH}&allowWatchBookmarks=true&resourceVersion=${api.store.resourceVersion}`)
  api.store.put({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'a', namespace: 'team-1' } })
  const [first] = await stream.events(1)
  expect(first).toMatchObject({ type: 'BOOKMARK', object: { kind: 'ConfigMap' } })
  expect(first?.object.metadata).toEqual({ resourceVersion: String(api.store.resourceVersion) })
})

test('it ends at its time, after a last bookmark', async () => {
  const { api, watch } = await start()
  const version = api.store.resourceVersion
  const path = `${WATCH}&allowWatchBookmarks=true&resourceVersion=${version}&timeoutSeconds=0.2`
  const { lines, complete } = await (await watch(path)).rest()
  expect(told(lines.map((line) => JSON.parse(line)))).toEqual(['BOOKMARK'])
  expect(complete).toBe(true)
})

test('a version that is too old is told by an ERROR event in an answer of 200', async () => {
  const { api, get, watch } = await start()
  const old = metadataOf(await get('/api/v1/pods')).resourceVersion
  api.expireWatches()
  const stream = await watch(`${WATCH}&resourceVersion=${old}`)
  expect(stream.status).toBe(200)
  expect(await stream.events(1)).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }])
  expect((await stream.rest()).complete).toBe(true)
})

test('what expired for watches has not for lists, and the other way round', async () => {
  const { api, get, watch } = await start({ pods: 3 })
  const { resourceVersion, continue: token } = metadataOf(await get('/api/v1/pods?limit=1'))
  api.expireWatches()
  expect((await get(`/api/v1/pods?limit=1&continue=${token}`)).status).toBe(200)
  const then = api.store.resourceVersion
  api.expireContinueTokens()
  const stream = await watch(`/api/v1/namespaces/kube-system/configmaps?watch=1&resourceVersion=${then}`)
  expect(told(await stream.events(1))).toEqual(['MODIFIED clock'])
  expect(Number(resourceVersion)).toBeLessThan(then)
})

test('a caller that falls behind what is remembered is sent away', async () => {
  const { api, watch } = await start({ keepChanges: 10 })
  api.fail('configmaps', { watch: { eventDelayMs: 5 } })
  const stream = await watch(`${WATCH}&resourceVersion=${api.store.resourceVersion}`)
  for (let i = 0; i < 100; i++) api.store.put(configMap(`c${i}`))
  const { lines } = await stream.rest()
  expect(lines.length).toBeLessThan(100)
})

test('open watches are known, and can be cut', async () => {
  const { api, watch } = await start()
  const stream = await watch(`${WATCH}&resourceVersion=${api.store.resourceVersion}`)
  await watch('/api/v1/pods?watch=1')
  expect(api.openWatches().toSorted()).toEqual(['configmaps', 'pods'])
  api.cutWatches('configmaps')
  expect((await stream.rest()).complete).toBe(false)
  await expect.poll(() => api.openWatches()).toEqual(['pods'])
})
