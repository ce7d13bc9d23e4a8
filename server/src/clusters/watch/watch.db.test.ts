import { clusterWatch } from '@breakwater/drizzle/tables/cluster.ts'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest'
import type { ApiServer, ApiServerOptions } from '../../../test/api-server/api-server.ts'
import { closeSources, startSource } from '../../../test/cluster-source.ts'
import type { MemorySource } from '../../../test/memory-source.ts'
import { quiet, SyncWorld } from '../../../test/sync-world.ts'
import { fieldsOf, listOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { createMasker } from '../../secrets/mask.ts'
import { watchCluster } from './cluster-watch.ts'

let world: SyncWorld
const stopping: (() => Promise<void>)[] = []
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterEach(async () => {
  for (const stop of stopping.splice(0)) await stop()
  await closeSources()
})
afterAll(() => world.close())

const SOON = { timeout: 10_000, interval: 50 }
const soon = (fn: () => Promise<void>) => vi.waitFor(fn, SOON)

/** A double that is watched, once it was listed. */
async function watched(options: ApiServerOptions, prepare: (api: ApiServer) => void = () => undefined) {
  const row: MemorySource = await world.cluster([])
  const started = await startSource({ ...options, uid: row.identity.uid })
  const { api, source } = started
  prepare(api)
  const stop = new AbortController()
  const begun = Promise.withResolvers<void>()
  const done = watchCluster({
    database: world.database,
    cluster: row.identity.uid,
    source,
    masker: createMasker(Buffer.alloc(32, 1)),
    log: quiet,
    signal: stop.signal,
    memory: undefined,
    pauses: { firstMs: 10, mostMs: 100, pollMs: 100 },
    onBegun: async () => begun.resolve(),
  })
  stopping.push(async () => {
    stop.abort()
    await done
  })
  await Promise.race([begun.promise, done])
  return { api, row, stop, done }
}

const stateOf = async (row: MemorySource, kind: string) => {
  const rows = await world.database.db.select().from(clusterWatch).where(eq(clusterWatch.cluster, row.identity.uid))
  return rows.find((one) => one.kind === kind)
}

const podNamed = (name: string) => ({
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name, namespace: 'team-1' },
  spec: { nodeName: 'node-1', containers: [{ name: 'main', image: 'a:1' }] },
  status: { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }] },
})

test('what appears, changes and goes in the cluster does so here', async () => {
  const { api, row } = await watched({ pods: 3 })
  expect(await world.rows('Pod', row)).toHaveLength(3)
  api.store.put(podNamed('new'))
  await soon(async () => expect(await world.names('Pod', row)).toContain('new'))
  api.store.update('Pod', 'new', 'team-1', (pod) => Object.assign(pod, { status: { phase: 'Failed' } }))
  await soon(async () =>
    expect((await world.rows('Pod', row)).find(({ name }) => name === 'new')).toMatchObject({ phase: 'Failed' }),
  )
  api.store.remove('Pod', 'new', 'team-1')
  await soon(async () => expect(await world.names('Pod', row)).not.toContain('new'))
})

test('workloads and nodes are counted anew by what changed', async () => {
  const { api, row } = await watched({ pods: 3 })
  const [first] = await world.rows('Pod', row)
  api.store.remove('Pod', first?.name ?? '', first?.namespace ?? '')
  await soon(async () => expect(await world.rows('Workload', row)).toMatchObject([{ pods: 2, ready: 2 }]))
  await soon(async () => expect(await world.rows('ClusterNode', row)).toMatchObject([{ pods: 2 }]))
})

test('a workload that only its pod told of goes with it', async () => {
  const { api, row } = await watched({ pods: 0 })
  api.store.put(podNamed('naked'))
  await soon(async () => expect(await world.names('Workload', row)).toEqual(['naked']))
  api.store.remove('Pod', 'naked', 'team-1')
  await soon(async () => expect(await world.names('Workload', row)).toEqual([]))
})

test('a connection that breaks goes on where it was: nothing is missed and nothing is listed again', async () => {
  const { api, row } = await watched({ pods: 3 })
  api.store.put(podNamed('before'))
  await soon(async () => expect(await world.names('Pod', row)).toContain('before'))
  api.forget()
  api.cutWatches()
  api.store.put(podNamed('meanwhile'))
  await soon(async () => expect(await world.names('Pod', row)).toContain('meanwhile'))
  expect(api.requests.filter(({ path, query }) => path.endsWith('/pods') && !String(query).includes('watch='))).toEqual(
    [],
  )
})

test('a state that the server forgot is listed anew, and what went meanwhile is gone', async () => {
  const { api, row } = await watched({ pods: 3 })
  const [first] = await world.rows('Pod', row)
  api.fail('pods', { status: 500, verb: 'watch', times: 3 })
  api.cutWatches('pods')
  api.store.remove('Pod', first?.name ?? '', first?.namespace ?? '')
  api.store.put(podNamed('new'))
  api.expireWatches()
  await soon(async () => expect(await world.names('Pod', row)).not.toContain(first?.name))
  expect(await world.names('Pod', row)).toContain('new')
  await soon(async () => expect(await world.rows('Workload', row)).toMatchObject([{ pods: 2 }, { pods: 1 }]))
})

test('410 for ever ends neither the watch nor the rows', async () => {
  const { api, row } = await watched({ pods: 3 })
  api.fail('pods', { watch: { errorEvent: 410 }, times: Number.POSITIVE_INFINITY })
  api.cutWatches('pods')
  api.store.put(podNamed('new'))
  await soon(async () => expect(await world.names('Pod', row)).toContain('new'))
  expect(await world.rows('Pod', row)).toHaveLength(4)
})

test('what may not be watched is listed again and again, and says so', async () => {
  const { api, row } = await watched({ pods: 3 }, (double) => double.access.forbid('pods', ['watch']))
  api.store.put(podNamed('new'))
  await soon(async () => expect(await world.names('Pod', row)).toContain('new'))
  await soon(async () =>
    expect(await stateOf(row, 'Pod')).toMatchObject({
      state: 'POLLING',
      message: expect.stringContaining('every minute'),
    }),
  )
  expect(await stateOf(row, 'Service')).toMatchObject({ state: 'WATCHING' })
})

test('a storm of changes of the same objects is written in few batches', async () => {
  const { api, row } = await watched({ pods: 50 })
  await world.forgetChanges()
  const { changes } = await api.burst({ changesPerSecond: 1_000, seconds: 2, churn: false })
  expect(changes).toBe(2_000)
  const shown = api.store.resources.find(({ kind }) => kind === 'Pod')
  const states = new Map(
    shown ? api.store.list(shown, api.store.resourceVersion).map(({ object }) => [object.metadata?.name, object]) : [],
  )
  await soon(async () => {
    for (const { name, restarts } of await world.rows('Pod', row))
      expect([name, restarts]).toEqual([name, restartsOf(states.get(name))])
  })
  const written = (await world.changes(row)).filter(({ type }) => type === 'Pod').length
  expect(written).toBeGreaterThan(0)
  expect(written).toBeLessThan(1_500)
})

function restartsOf(pod: KubernetesObject | undefined): number {
  const statuses = fieldsOf(pod?.['status'])['containerStatuses']
  return listOf(statuses).reduce((sum, status) => sum + Number(status['restartCount'] ?? 0), 0)
}

test('a watch that ends leaves no state behind', async () => {
  const { row, stop, done } = await watched({ pods: 1 })
  await soon(async () => expect(await stateOf(row, 'Pod')).toMatchObject({ state: 'WATCHING' }))
  stop.abort()
  await done
  expect(await stateOf(row, 'Pod')).toBeUndefined()
})
