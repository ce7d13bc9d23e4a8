import { afterEach, expect, test } from 'vitest'
import { closeAll, configMap, itemsOf, metadataOf, start } from './testing.ts'

afterEach(closeAll)

const TABLE = 'application/json;as=Table;v=v1;g=meta.k8s.io'

test('pages hold a list together that began before a change', async () => {
  const { api, get, podNames } = await start({ pods: 5 })
  const first = await get('/api/v1/pods?limit=2')
  expect(metadataOf(first)).toMatchObject({ remainingItemCount: 3, continue: expect.any(String) })
  for (const name of await podNames()) api.store.remove('Pod', String(name), 'team-1')
  const rest = await get(`/api/v1/pods?limit=10&continue=${metadataOf(first).continue}`)
  expect(itemsOf(rest)).toHaveLength(3)
  expect(metadataOf(rest)).toEqual({ resourceVersion: metadataOf(first).resourceVersion })
  expect(await podNames()).toEqual([])
})

test('members have no kind, as on a real server', async () => {
  const { get } = await start({ pods: 1 })
  const list = await get('/api/v1/pods')
  expect(list.body).toMatchObject({ kind: 'PodList', apiVersion: 'v1' })
  expect(itemsOf(list)[0]).not.toHaveProperty('kind')
})

test('an expired token is answered with 410 and a token for the rest', async () => {
  const { api, get } = await start({ pods: 5 })
  const token = metadataOf(await get('/api/v1/pods?limit=2')).continue
  api.expireContinueTokens()
  const expired = await get(`/api/v1/pods?limit=2&continue=${token}`)
  expect(expired.body).toMatchObject({ kind: 'Status', reason: 'Expired', code: 410 })
  expect(itemsOf(await get(`/api/v1/pods?continue=${metadataOf(expired).continue}`))).toHaveLength(3)
  expect((await get('/api/v1/pods?limit=2')).status).toBe(200)
})

test('a token of a state that was compacted has expired', async () => {
  const { api, get } = await start({ pods: 5 })
  const token = metadataOf(await get('/api/v1/pods?limit=2')).continue
  api.store.put(configMap('new'))
  api.store.compact()
  expect((await get(`/api/v1/pods?limit=2&continue=${token}`)).status).toBe(410)
})

test('a namespace and a field selector narrow it', async () => {
  const { get } = await start({ pods: 4, namespaces: 2 })
  expect(itemsOf(await get('/api/v1/namespaces/team-2/pods'))).toHaveLength(1)
  expect(itemsOf(await get('/api/v1/namespaces?fieldSelector=metadata.name%3Dkube-system'))).toHaveLength(1)
  expect(itemsOf(await get('/api/v1/pods?fieldSelector=spec.nodeName%3Dnone'))).toEqual([])
  expect((await get('/api/v1/pods?fieldSelector=spec.color%3Dblue')).status).toBe(400)
})

test('an exact version shows the state of then', async () => {
  const { api, get } = await start({ pods: 1 })
  const then = api.store.resourceVersion
  api.store.put({ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'new', namespace: 'team-1' } })
  const exact = await get(`/api/v1/pods?resourceVersion=${then}&resourceVersionMatch=Exact`)
  expect(itemsOf(exact)).toHaveLength(1)
  expect(metadataOf(exact).resourceVersion).toBe(String(then))
  expect(itemsOf(await get(`/api/v1/pods?resourceVersion=${then}`))).toHaveLength(2)
})

test('a version that is still to come is answered with 504', async () => {
  const { get } = await start()
  expect((await get('/api/v1/pods?resourceVersion=999999')).body).toMatchObject({
    code: 504,
    reason: 'Timeout',
    details: { causes: [{ reason: 'ResourceVersionTooLarge' }] },
  })
})

test('a Table is refused with 406 where nothing else will do', async () => {
  const { get } = await start()
  expect((await get('/api/v1/pods', { accept: TABLE })).body).toMatchObject({ code: 406, reason: 'NotAcceptable' })
  expect((await get('/api/v1/pods', { accept: `${TABLE},application/json` })).body).toMatchObject({ kind: 'PodList' })
})

test('only large answers are compressed', async () => {
  const { get } = await start({ pods: 300 })
  const gzip = { 'accept-encoding': 'gzip' }
  expect((await get('/api/v1/pods?limit=1', gzip)).headers['content-encoding']).toBeUndefined()
  expect((await get('/api/v1/pods', gzip)).headers['content-encoding']).toBe('gzip')
})
