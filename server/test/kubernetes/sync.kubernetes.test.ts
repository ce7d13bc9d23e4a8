import { coverage, kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, inject, test } from 'vitest'
import type { ClusterSource } from '../../src/clusters/source.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { MemorySource } from '../memory-source.ts'
import { SyncWorld } from '../sync-world.ts'
import type {} from './provided.ts'
import { connectTo, RealCluster } from './real-cluster.ts'
import { createShop, runningPod } from './shop.ts'

let world: SyncWorld
let cluster: RealCluster
let row: MemorySource
let replicaSet: KubernetesObject
let uid: string
beforeAll(async () => {
  world = await SyncWorld.open()
  cluster = new RealCluster(inject('kubernetes'))
  replicaSet = await createShop(cluster, 'shop')
  uid = await cluster.uid()
  row = await connectTo(world, uid)
})
afterAll(async () => {
  cluster.close()
  await world.close()
})

/** Rows of the shop: the other tests of the run have their namespaces in the same cluster. */
async function inShop(type: 'Workload' | 'Pod' | 'Container' | 'Service', present = true) {
  return (await world.rows(type, row, present)).filter(({ namespace }) => namespace === 'shop')
}

/** Two objects a page, so that lists have several. */
async function sync(token?: string) {
  const source: ClusterSource = await cluster.source(token, {}, { pageSize: 2 })
  try {
    return await world.syncFrom(source, uid)
  } finally {
    await source.close()
  }
}

test('what is in a cluster is stored as it is', async () => {
  expect((await sync()).partial).toBeUndefined()
  expect(await world.names('Namespace', row)).toEqual(expect.arrayContaining(['default', 'kube-system', 'shop']))
  expect(await world.rows('ClusterNode', row)).toMatchObject([{ name: 'node-1', ready: 'READY' }])
  expect(await inShop('Workload')).toMatchObject([
    { name: 'web', namespace: 'shop', kind: 'Deployment', pods: 2, ready: 2 },
  ])
  expect(await inShop('Pod')).toMatchObject([
    { name: 'web-5d4f8-a', phase: 'Running', node: 'node-1' },
    { name: 'web-5d4f8-b', phase: 'Running', node: 'node-1' },
  ])
  expect(await inShop('Container')).toMatchObject([
    { name: 'main', imageReference: 'registry.example/web:1.0', imageDigest: `sha256:${'a'.repeat(64)}` },
    { name: 'main', imageReference: 'registry.example/web:1.0', imageDigest: `sha256:${'a'.repeat(64)}` },
  ])
  expect(await inShop('Service')).toMatchObject([{ name: 'web' }])
})

test('objects of other kinds are kept too', async () => {
  const kept = await world.database.db
    .select({ name: kubernetesObject.name })
    .from(kubernetesObject)
    .where(and(eq(kubernetesObject.cluster, uid), eq(kubernetesObject.kind, 'NetworkPolicy')))
  expect(kept).toEqual([{ name: 'deny' }])
})

test('every kind of the table that the server serves was read to its end', async () => {
  const gaps = await world.database.db
    .select({ kind: coverage.kind, reason: coverage.reason })
    .from(coverage)
    .where(eq(coverage.cluster, uid))
  expect(gaps).not.toEqual([])
  expect(gaps.filter(({ reason }) => reason !== 'COMPLETE' && reason !== 'NOT_SERVED')).toEqual([])
})

test('a second sync writes nothing', async () => {
  const before = await world.versions(row)
  await world.forgetChanges()
  expect(await sync()).toMatchObject({ rows: 0, added: 0, modified: 0, removed: 0 })
  expect(await world.versions(row)).toEqual(before)
  expect(await world.changes(row)).toEqual([])
})

test('what went and what came is told apart', async () => {
  const gone = runningPod('shop', 'web-5d4f8-b', replicaSet)
  await cluster.remove(gone)
  await cluster.create(runningPod('shop', 'web-5d4f8-c', replicaSet))
  await sync()
  expect(await inShop('Pod')).toMatchObject([{ name: 'web-5d4f8-a' }, { name: 'web-5d4f8-c' }])
  expect(await inShop('Pod', false)).toMatchObject([{ name: 'web-5d4f8-b' }])
})

test('a kind that may not be read is a gap, and what was known of it stays', async () => {
  await sync(cluster.server.restrictedToken)
  expect(await world.coverage(row, 'Service')).toMatchObject({ reason: 'FORBIDDEN' })
  expect(await inShop('Service')).toMatchObject([{ name: 'web' }])
  expect(await inShop('Pod')).toHaveLength(2)
})
