import { afterEach, expect, test } from 'vitest'
import type { WatchFault } from './faults.ts'
import { asking, closeAll, configMap, start, told, type Watched } from './testing.ts'

afterEach(closeAll)

const PATH = '/api/v1/namespaces/team-1/configmaps'
const WATCH = `${PATH}?watch=1`

/** A watch that meets a fault, and three changes. */
async function faulty(watch: WatchFault): Promise<{ stream: Watched }> {
  const started = await start()
  const { store } = started.api
  started.api.fail('configmaps', { watch })
  const stream = await started.watch(`${WATCH}&resourceVersion=${store.resourceVersion}`)
  for (const name of ['a', 'b', 'c']) store.put(configMap(name))
  return { stream }
}

test('a stream that ends cleanly looks like one whose time is over', async () => {
  const { stream } = await faulty({ cutAfterEvents: 2, cut: 'cleanly' })
  const { lines, complete } = await stream.rest()
  expect(told(lines.map((line) => JSON.parse(line)))).toEqual(['ADDED a', 'ADDED b'])
  expect(complete).toBe(true)
})

test('a lost connection keeps what was sent, and has no end', async () => {
  const { stream } = await faulty({ cutAfterEvents: 2 })
  const { lines, complete } = await stream.rest()
  expect(told(lines.map((line) => JSON.parse(line)))).toEqual(['ADDED a', 'ADDED b'])
  expect(complete).toBe(false)
})

test('a connection that is lost within a line leaves half of it', async () => {
  const { stream } = await faulty({ cutAfterEvents: 1, cut: 'mid-line' })
  const { lines, complete } = await stream.rest()
  expect(lines).toHaveLength(2)
  expect(told([JSON.parse(lines[0] ?? '')])).toEqual(['ADDED a'])
  expect(() => JSON.parse(lines[1] ?? '')).toThrow()
  expect(complete).toBe(false)
})

test('an ERROR event comes after so many others and ends the stream', async () => {
  const { stream } = await faulty({ errorEvent: 500, afterEvents: 1 })
  const { lines } = await stream.rest()
  expect(lines.map((line) => JSON.parse(line))).toMatchObject([
    { type: 'ADDED' },
    { type: 'ERROR', object: { code: 500 } },
  ])
})

test('410 for ever meets every watch, and no list', async () => {
  const { api, get, watch } = await start()
  api.fail('configmaps', { watch: { errorEvent: 410 }, times: Number.POSITIVE_INFINITY })
  for (let i = 0; i < 3; i++) {
    const stream = await watch(`${WATCH}&resourceVersion=${api.store.resourceVersion}`)
    expect(await stream.events(1)).toMatchObject([{ type: 'ERROR', object: { code: 410, reason: 'Expired' } }])
  }
  expect((await get(PATH)).status).toBe(200)
})

test('410 can also be the answer itself', async () => {
  const { api, get } = await start()
  api.fail('configmaps', { status: 410, verb: 'watch' })
  expect((await get(PATH)).status).toBe(200)
  expect((await get(WATCH)).status).toBe(410)
})

test('a silent stream is open and tells nothing', async () => {
  const { stream } = await faulty({ silent: true })
  expect(stream.status).toBe(200)
  const first = await Promise.race([
    stream.events(1),
    new Promise((resolve) => setTimeout(() => resolve('silence'), 200)),
  ])
  expect(first).toBe('silence')
})

test('slow events come one after the other', async () => {
  const startedMs = performance.now()
  const { stream } = await faulty({ eventDelayMs: 50 })
  expect(told(await stream.events(3))).toEqual(['ADDED a', 'ADDED b', 'ADDED c'])
  expect(performance.now() - startedMs).toBeGreaterThan(140)
})

test('a fault of one verb leaves the others alone', async () => {
  const { api, get } = await start({ pods: 1 })
  api.fail('pods', { status: 500, verb: 'get' })
  expect((await get('/api/v1/pods')).status).toBe(200)
  expect((await get('/api/v1/namespaces/team-1/pods/none')).status).toBe(500)
})

test('a function that is asked first says what goes wrong with each request, and may let it wait', async () => {
  const { api, get } = await start({ pods: 1 })
  const met: string[] = []
  const go = Promise.withResolvers<undefined>()
  api.fail('pods', { status: 500, times: Number.POSITIVE_INFINITY })
  api.meet(async ({ path, verb }) => {
    met.push(`${verb} ${path}`)
    return path === '/version' ? { status: 503 } : go.promise
  })
  expect((await get('/version')).status).toBe(503)
  const waiting = get('/api/v1/pods')
  expect(await Promise.race([waiting, new Promise((resolve) => setTimeout(() => resolve('waits'), 100))])).toBe('waits')
  go.resolve(undefined)
  expect((await waiting).status).toBe(500)
  expect(met).toEqual(['get /version', 'list /api/v1/pods'])
  api.meet(undefined)
  expect((await get('/version')).status).toBe(200)
})

test('a server that has died refuses connections, and comes back on its port as it was', async () => {
  const { api, get, podNames } = await start({ pods: 1 })
  const before = await podNames()
  await api.die()
  await expect(get('/version')).rejects.toThrow('socket hang up')
  await expect(get('/version')).rejects.toThrow('ECONNREFUSED')
  await api.listen()
  expect(await podNames()).toEqual(before)
})

test('a server with a new authority is unknown to who has the old one', async () => {
  const { api, get } = await start()
  const { ca } = api
  expect((await get('/version')).status).toBe(200)
  await api.changeAuthority()
  await expect(get('/version')).rejects.toThrow('socket hang up')
  await expect(get('/version')).rejects.toThrow(/certificate/)
  expect(api.ca).not.toBe(ca)
  expect(api.kubeconfig()).toContain(Buffer.from(api.ca).toString('base64').slice(0, 200))
  expect((await asking(api, api.access.token).get('/version')).status).toBe(200)
})
