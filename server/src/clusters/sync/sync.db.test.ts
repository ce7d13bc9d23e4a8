import { afterAll, beforeAll, expect, test } from 'vitest'
import { deploymentObjects, podObject } from '../../../test/cluster-objects.ts'
import { edit, shop, without } from '../../../test/sync-shop.ts'
import { SyncWorld } from '../../../test/sync-world.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterAll(() => world.close())

test('the first sync finds everything, with owners, containers and counts', async () => {
  const source = await world.cluster(shop())
  const result = await world.sync(source)
  expect(await world.names('Namespace', source)).toEqual(['kube-system', 'shop'])
  expect(await world.rows('Workload', source)).toMatchObject([
    {
      name: 'web',
      kind: 'Deployment',
      desired: 2,
      ready: 2,
      pods: 2,
      containers: 2,
      state: 'READY',
      images: ['registry.example/web:1.0'],
    },
    { name: 'naked', kind: 'Pod', pods: 1, ready: 1, containers: 1, state: 'READY' },
  ])
  expect(await world.rows('Pod', source)).toMatchObject([
    { name: 'naked', workloadKind: 'Pod', workloadName: 'naked' },
    {
      name: 'web-5d4f8-0',
      workloadKind: 'Deployment',
      workloadName: 'web',
      status: 'Running',
      ready: true,
      node: 'node-1',
    },
    { name: 'web-5d4f8-1' },
  ])
  expect(await world.rows('Container', source)).toMatchObject([
    { name: 'main', podName: 'naked' },
    {
      name: 'main',
      podName: 'web-5d4f8-0',
      workloadName: 'web',
      state: 'RUNNING',
      imageReference: 'registry.example/web:1.0',
      imageRegistry: 'registry.example',
      imageRepository: 'web',
      imageTag: '1.0',
      imageDigest: `sha256:${'a1'.repeat(32)}`,
    },
    { podName: 'web-5d4f8-1' },
  ])
  expect(await world.rows('ClusterNode', source)).toMatchObject([{ name: 'node-1', ready: 'READY', pods: 3 }])
  expect(await world.rows('Service', source)).toMatchObject([{ name: 'web', type: 'ClusterIP' }])
  expect(result).toMatchObject({ added: 12, removed: 0, assetsFound: 12 })
  expect(result.partial).toBeUndefined()
})

test('all that is new is recorded once as added, with its filterable columns', async () => {
  const source = await world.cluster(shop())
  await world.sync(source)
  const changes = await world.changes(source)
  const added = changes.filter(({ operation }) => operation === 'ADDED')
  expect(new Set(added.map(({ type, node }) => `${type} ${node}`)).size).toBe(added.length)
  expect(added.find(({ node }) => node === 'shop/Deployment/web')).toMatchObject({
    type: 'Workload',
    new: { kind: 'Deployment', pods: 2, state: 'READY' },
  })
  expect(added.find(({ type }) => type === 'ReplicaSet')).toMatchObject({ new: { name: 'web-5d4f8' } })
  expect(changes.filter(({ operation, type }) => operation === 'MODIFIED' && type !== 'Cluster')).toMatchObject([
    { type: 'ClusterNode', old: { pods: 0 }, new: { pods: 3 } },
  ])
})

test('a second run over an unchanged cluster writes no row and no change', async () => {
  const source = await world.cluster(shop())
  await world.sync(source)
  const before = await world.versions(source)
  await world.forgetChanges()
  edit(source, 'Pod', 'naked', (pod) => {
    pod.metadata['resourceVersion'] = '2'
    pod.metadata['managedFields'] = [{ manager: 'kubelet' }]
  })
  edit(source, 'Node', 'node-1', (node) => {
    Object.assign(node.status.conditions[0] ?? {}, { lastHeartbeatTime: '2026-03-10T09:05:00Z' })
  })
  const result = await world.sync(source)
  expect(result).toMatchObject({ added: 0, modified: 0, removed: 0, rows: 0 })
  expect(await world.versions(source)).toEqual(before)
  expect(await world.changes(source)).toEqual([])
})

test('what changed is modified, with the columns before and after', async () => {
  const source = await world.cluster(shop())
  await world.sync(source)
  await world.forgetChanges()
  edit(source, 'Pod', 'web-5d4f8-0', (pod) => {
    Object.assign(pod.status.conditions[0] ?? {}, { status: 'False' })
    pod.status.containerStatuses[0] = {
      name: 'main',
      restartCount: 4,
      ready: false,
      state: { waiting: { reason: 'CrashLoopBackOff' } },
    }
  })
  const result = await world.sync(source)
  expect(await world.changes(source)).toMatchObject([
    {
      type: 'Pod',
      operation: 'MODIFIED',
      old: { status: 'Running', ready: true, restarts: 0 },
      new: { status: 'CrashLoopBackOff', ready: false, restarts: 4 },
    },
    {
      type: 'Container',
      operation: 'MODIFIED',
      old: { state: 'RUNNING', stateReason: '' },
      new: { state: 'WAITING', stateReason: 'CrashLoopBackOff' },
    },
    {
      type: 'Workload',
      operation: 'MODIFIED',
      old: { ready: 2, state: 'READY' },
      new: { ready: 1, state: 'DEGRADED' },
    },
  ])
  expect(result).toMatchObject({ added: 0, modified: 3, removed: 0 })
})

test('what is gone stays as history, and comes back as the same row', async () => {
  const source = await world.cluster(shop())
  await world.sync(source)
  const [before] = (await world.rows('Pod', source)).filter(({ name }) => name === 'naked')
  await world.forgetChanges()
  without(source, 'Pod', 'naked')
  await world.sync(source)
  expect(await world.names('Pod', source)).not.toContain('naked')
  expect(await world.rows('Pod', source, false)).toMatchObject([{ name: 'naked', lastSeenAt: expect.any(Date) }])
  expect(await world.names('Workload', source)).toEqual(['web'])
  expect((await world.changes(source)).map(({ type, operation }) => `${operation} ${type}`).sort()).toEqual([
    'MODIFIED ClusterNode',
    'REMOVED Container',
    'REMOVED Pod',
    'REMOVED Workload',
  ])
  source.objects.push(podObject('naked'))
  await world.sync(source)
  const [after] = (await world.rows('Pod', source)).filter(({ name }) => name === 'naked')
  expect(after).toMatchObject({ id: before?.id, firstSeenAt: before?.firstSeenAt, lastSeenAt: null })
  expect(await world.names('Workload', source)).toEqual(['web', 'naked'])
})

test('an object that is made anew under its name is modified', async () => {
  const source = await world.cluster([podObject('db-0', { uid: 'first' })])
  await world.sync(source)
  await world.forgetChanges()
  source.objects = [podObject('db-0', { uid: 'second', containers: ['main', 'exporter'] })]
  await world.sync(source)
  expect((await world.changes(source)).filter(({ type }) => type === 'Pod')).toMatchObject([
    { operation: 'MODIFIED', old: { uid: 'first', containers: 1 }, new: { uid: 'second', containers: 2 } },
  ])
})

test('containers that a pod no longer has are gone', async () => {
  const source = await world.cluster([podObject('db-0', { containers: ['main', 'exporter'] })])
  await world.sync(source)
  source.objects = [podObject('db-0', { uid: 'second' })]
  await world.sync(source)
  expect(await world.names('Container', source)).toEqual(['main'])
  expect(await world.rows('Container', source, false)).toMatchObject([{ name: 'exporter' }])
})

test('a custom owner of ReplicaSets becomes a workload of its kind, and goes with its pods', async () => {
  const objects = deploymentObjects('web')
  const owner = { apiVersion: 'argoproj.io/v1alpha1', kind: 'Rollout', name: 'web', controller: true }
  const replicaSet = objects.find(({ kind }) => kind === 'ReplicaSet')
  if (replicaSet?.metadata) replicaSet.metadata.ownerReferences = [owner]
  const source = await world.cluster(objects.filter(({ kind }) => kind !== 'Deployment'))
  await world.sync(source)
  expect(await world.rows('Workload', source)).toMatchObject([
    {
      name: 'web',
      kind: 'Rollout',
      apiVersion: 'argoproj.io/v1alpha1',
      pods: 2,
      ready: 2,
      state: 'READY',
      images: ['registry.example/web:1.0'],
    },
  ])
  await world.forgetChanges()
  await world.sync(source)
  expect(await world.changes(source)).toEqual([])
  source.objects = []
  await world.sync(source)
  expect(await world.names('Workload', source)).toEqual([])
})

test('a ReplicaSet that loses its Deployment becomes a workload, and one that gets one is none any more', async () => {
  const objects = deploymentObjects('web')
  const source = await world.cluster(objects)
  await world.sync(source)
  const orphaned = structuredClone(objects).filter(({ kind }) => kind !== 'Deployment')
  for (const { kind, metadata } of orphaned) if (kind === 'ReplicaSet' && metadata) metadata.ownerReferences = []
  source.objects = orphaned
  await world.sync(source)
  expect(await world.rows('Workload', source)).toMatchObject([{ kind: 'ReplicaSet', name: 'web-5d4f8', pods: 2 }])
  source.objects = objects
  await world.sync(source)
  expect(await world.rows('Workload', source)).toMatchObject([{ kind: 'Deployment', name: 'web', pods: 2 }])
})

test('a list that begins anew is taken from its new beginning', async () => {
  const source = await world.cluster(shop())
  await world.sync(source)
  source.restarts.add('Pod')
  source.onPage = (kind, page) => {
    if (kind === 'Pod' && page === 1) without(source, 'Pod', 'web-5d4f8-0')
  }
  await world.sync(source)
  expect(await world.names('Pod', source)).toEqual(['naked', 'web-5d4f8-1'])
  expect(await world.rows('Workload', source)).toMatchObject([{ name: 'web', pods: 1 }, { name: 'naked' }])
})

test('two syncs of one cluster at once record each change once', async () => {
  const source = await world.cluster(shop())
  await Promise.all([world.sync(source), world.sync(source)])
  const added = (await world.changes(source)).filter(({ operation }) => operation === 'ADDED')
  expect(new Set(added.map(({ type, node }) => `${type} ${node}`)).size).toBe(added.length)
})

test('a cancelled sync of a large page ends within a second', async () => {
  const source = await world.cluster(Array.from({ length: 2_000 }, (_, i) => podObject(`pod-${i}`)))
  source.pageSize = 2_000
  const controller = new AbortController()
  const running = world.sync(source, controller.signal)
  setTimeout(() => controller.abort(new Error('cancelled')), 300)
  const settled = await Promise.race([
    running.catch((error: Error) => error.message),
    new Promise((resolve) => setTimeout(resolve, 1_300, 'late')),
  ])
  expect(settled).toBe('cancelled')
})
