import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { podObject } from '../../../test/cluster-objects.ts'
import type { MemorySource } from '../../../test/memory-source.ts'
import { shop } from '../../../test/sync-shop.ts'
import { SyncWorld } from '../../../test/sync-world.ts'

/** What a snapshot shows that is not all of a cluster. */

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterAll(() => world.close())

const template = {
  spec: {
    containers: [{ name: 'main', image: 'registry.example/web:2' }],
    initContainers: [{ name: 'prepare', image: 'busybox' }],
  },
}
const manifest = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', namespace: 'shop' },
  spec: { replicas: 3, template },
}

async function snapshot(
  objects: ConstructorParameters<typeof MemorySource>[1],
  ...absent: string[]
): Promise<MemorySource> {
  const source = await world.cluster(objects)
  source.kind = 'SNAPSHOT'
  for (const kind of absent) source.gaps.set(kind, { reason: 'NOT_IN_SNAPSHOT', message: 'Not in it.', advice: '' })
  return source
}

test('a snapshot without pods shows the containers that its workloads declare', async () => {
  const source = await snapshot([manifest], 'Pod')
  await world.sync(source)
  expect(await world.rows('Container', source)).toMatchObject([
    { name: 'main', state: 'DECLARED', workloadName: 'web', pod: '', imageReference: 'registry.example/web:2' },
    { name: 'prepare', state: 'DECLARED', kind: 'INIT', imageRepository: 'library/busybox' },
  ])
  expect(await world.rows('Workload', source)).toMatchObject([{ pods: 0, containers: 2, state: 'UNKNOWN' }])
  await world.forgetChanges()
  expect(await world.sync(source)).toMatchObject({ rows: 0 })
  expect(await world.changes(source)).toEqual([])
})

test('a manifest among others that have pods shows its declared containers, a served workload without pods none', async () => {
  const served = { ...manifest, metadata: { name: 'scaled-down', namespace: 'shop', uid: 'uid-scaled-down' } }
  const source = await snapshot([manifest, served, podObject('naked')])
  await world.sync(source)
  expect((await world.rows('Container', source)).map(({ workloadName, state }) => `${workloadName} ${state}`)).toEqual([
    'web DECLARED',
    'web DECLARED',
    'naked RUNNING',
  ])
})

test('declared containers go when their workload changes, gets pods, or goes', async () => {
  const source = await snapshot([manifest], 'Pod')
  await world.sync(source)
  const smaller = { spec: { containers: [{ name: 'main', image: 'registry.example/web:3' }] } }
  source.objects = [{ ...manifest, spec: { replicas: 3, template: smaller } }]
  await world.sync(source)
  expect(await world.rows('Container', source)).toMatchObject([{ name: 'main', imageTag: '3' }])
  source.gaps.clear()
  source.objects.push(podObject('web-0', { owner: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'web' } }))
  await world.sync(source)
  expect(await world.rows('Container', source)).toMatchObject([{ name: 'main', podName: 'web-0', state: 'RUNNING' }])
  source.objects = [manifest]
  await world.sync(source)
  expect(await world.rows('Container', source)).toHaveLength(2)
  source.objects = []
  await world.sync(source)
  expect(await world.rows('Container', source)).toEqual([])
})

test('a kind that left the snapshot of a real cluster is kept, for the snapshot may be a part of it', async () => {
  const source = await snapshot(shop())
  await world.sync(source)
  source.objects = source.objects.filter(({ kind }) => kind !== 'Service')
  source.gaps.set('Service', { reason: 'NOT_IN_SNAPSHOT', message: '', advice: '' })
  await world.sync(source)
  expect(await world.names('Service', source)).toEqual(['web'])
})

test('a kind that left a snapshot under a name of its own is gone, for the snapshot is all there is', async () => {
  const source = await world.cluster(shop())
  source.kind = 'SNAPSHOT'
  source.identity = { ...source.identity, uid: 'snapshot-0123' }
  await world.database.transaction((tx) =>
    tx
      .insert(cluster)
      .values({ uid: 'snapshot-0123', name: 'x', nameLower: 'x', sourceKind: 'SNAPSHOT', connectedAt: new Date() }),
  )
  await world.sync(source)
  source.objects = source.objects.filter(({ kind }) => kind !== 'Service')
  source.gaps.set('Service', { reason: 'NOT_IN_SNAPSHOT', message: '', advice: '' })
  await world.sync(source)
  expect(await world.names('Service', source)).toEqual([])
  expect(await world.coverage(source, 'Service')).toMatchObject({ reason: 'NOT_IN_SNAPSHOT', objects: 0 })
})
