import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { closeSources, startSource } from '../../../test/cluster-source.ts'
import type { MemorySource } from '../../../test/memory-source.ts'
import { quiet, SyncWorld } from '../../../test/sync-world.ts'
import { createMasker } from '../../secrets/mask.ts'
import type { ClusterSource } from '../source.ts'
import { syncCluster } from './sync-cluster.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterEach(closeSources)
afterAll(() => world.close())

/** A double, connected under a uid of its own. */
async function connected(pods: number, services = 2) {
  const row: MemorySource = await world.cluster([])
  const { api, source } = await startSource({ pods, services, uid: row.identity.uid }, {}, undefined, { pageSize: 10 })
  return { api, row, sync: () => sync(row.identity.uid, source) }
}

function sync(cluster: string, source: ClusterSource) {
  return syncCluster({
    database: world.database,
    cluster,
    source,
    masker: createMasker(Buffer.alloc(32, 1)),
    progress: { stage: (_name, fn) => fn(), report: () => {}, found: () => {} },
    signal: new AbortController().signal,
    log: quiet,
  })
}

test('a cluster is read over its API, and a second time nothing is written', async () => {
  const { row, sync: again } = await connected(35)
  const first = await again()
  expect(first.partial).toBeUndefined()
  expect(await world.rows('Pod', row)).toHaveLength(35)
  expect(await world.rows('Container', row)).toHaveLength(35)
  expect(await world.rows('Workload', row)).toHaveLength(12)
  const before = await world.versions(row)
  await world.forgetChanges()
  expect(await again()).toMatchObject({ rows: 0, added: 0, modified: 0, removed: 0 })
  expect(await world.versions(row)).toEqual(before)
  expect(await world.changes(row)).toEqual([])
})

test('services that fail are not taken for deleted', async () => {
  const { api, row, sync: again } = await connected(3)
  await again()
  api.fail('services', { status: 500, times: Number.POSITIVE_INFINITY })
  expect((await again()).partial).toMatchObject({ message: expect.stringContaining('services') })
  expect(await world.rows('Service', row)).toHaveLength(2)
})

test('pods that are cut off in the middle of their pages are not taken for deleted', async () => {
  const { api, row, sync: again } = await connected(35)
  await again()
  api.fail('pods', { cut: true, onlyContinued: true, times: Number.POSITIVE_INFINITY })
  expect((await again()).partial).toMatchObject({ message: expect.stringContaining('pods') })
  expect(await world.rows('Pod', row)).toHaveLength(35)
})

test('a list whose continue token is too old begins anew, and what went meanwhile is gone', async () => {
  const { api, row, sync: again } = await connected(35)
  await again()
  const [first] = await world.rows('Pod', row)
  api.store.remove('Pod', first?.name ?? '', first?.namespace)
  api.fail('pods', { status: 410, onlyContinued: true })
  expect((await again()).partial).toBeUndefined()
  expect(await world.rows('Pod', row)).toHaveLength(34)
})

test('services that may not be read are coverage', async () => {
  const { api, row, sync: again } = await connected(3)
  api.access.forbid('services')
  expect((await again()).partial).toBeUndefined()
  expect(await world.coverage(row, 'Service')).toMatchObject({ reason: 'FORBIDDEN' })
})
