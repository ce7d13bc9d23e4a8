import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import {
  deploymentObjects,
  namespaceObject,
  nodeObject,
  podObject,
  serviceObject,
} from '../../../test/cluster-objects.ts'
import type { MemorySource } from '../../../test/memory-source.ts'
import { SyncWorld } from '../../../test/sync-world.ts'
import { SourceError } from '../source.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterAll(() => world.close())

const shop = () => [
  namespaceObject('kube-system'),
  namespaceObject('shop'),
  nodeObject('node-1'),
  ...deploymentObjects('web'),
  podObject('naked'),
  serviceObject('web'),
]
const serverError = new SourceError('SERVER_ERROR', 'Reading failed: 500.', 'Look at the log.')
const without = (source: MemorySource, kind: string, name: string) => {
  source.objects = source.objects.filter((object) => !(object.kind === kind && object.metadata?.name === name))
}
/** The parts of objects that these tests edit. */
interface Editable {
  readonly metadata: Record<string, unknown>
  readonly status: { readonly conditions: Record<string, unknown>[]; readonly containerStatuses: unknown[] }
}
const edit = (source: MemorySource, kind: string, name: string, change: (object: Editable) => void) => {
  for (const object of source.objects) {
    if (object.kind === kind && object.metadata?.name === name) change(object as unknown as Editable)
  }
}

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

test('what a failed kind could not show is not taken for deleted', async () => {
  const source = await world.cluster(shop())
  await world.sync(source)
  await world.forgetChanges()
  source.failures.set('Service', { afterPages: 0, error: serverError })
  source.failures.set('Pod', { afterPages: 1, error: serverError })
  const result = await world.sync(source)
  expect(result.partial).toMatchObject({ code: 'KINDS_FAILED', message: expect.stringMatching(/pods, services/) })
  expect(await world.names('Service', source)).toEqual(['web'])
  expect(await world.rows('Pod', source)).toHaveLength(3)
  expect(await world.rows('Workload', source)).toHaveLength(2)
  expect(await world.coverage(source, 'Pod')).toMatchObject({
    reason: 'FAILED',
    objects: 3,
    message: 'Reading failed: 500.',
  })
  expect(await world.clusterRow(source)).toMatchObject({
    state: 'DEGRADED',
    generation: 1,
    stateCause: expect.stringContaining('pods'),
  })
  source.failures.clear()
  await world.sync(source)
  expect(await world.clusterRow(source)).toMatchObject({ state: 'RUNNING', generation: 2, stateCause: null })
})

test('owners that could not be read leave the workloads of pods as they were', async () => {
  const source = await world.cluster(shop())
  await world.sync(source)
  const before = await world.versions(source)
  await world.forgetChanges()
  source.failures.set('Deployment', { afterPages: 0, error: serverError })
  await world.sync(source)
  expect(await world.versions(source)).toEqual(before)
})

test('a kind that is not allowed or not served is coverage and no error', async () => {
  const source = await world.cluster(shop())
  source.gaps.set('Service', { reason: 'FORBIDDEN', message: 'May not list services.', advice: 'Grant it.' })
  source.gaps.set('IngressClass', { reason: 'NOT_SERVED', message: 'Not served.', advice: '' })
  const result = await world.sync(source)
  expect(result.partial).toBeUndefined()
  expect(await world.coverage(source, 'Service')).toMatchObject({
    reason: 'FORBIDDEN',
    advice: 'Grant it.',
    lastCompleteAt: null,
  })
  expect(await world.coverage(source, 'IngressClass')).toMatchObject({ reason: 'NOT_SERVED' })
  expect(await world.coverage(source, 'Pod')).toMatchObject({
    reason: 'COMPLETE',
    objects: 3,
    lastCompleteAt: expect.any(Date),
  })
  expect(await world.clusterRow(source)).toMatchObject({ state: 'RUNNING', generation: 1 })
})

test('rights that are refused in the middle of a list are coverage as well', async () => {
  const source = await world.cluster(shop())
  source.failures.set('Service', { afterPages: 0, error: new SourceError('FORBIDDEN', 'No.', 'Grant it.') })
  expect((await world.sync(source)).partial).toBeUndefined()
  expect(await world.coverage(source, 'Service')).toMatchObject({ reason: 'FORBIDDEN' })
})

test('when ReplicaSets and Deployments cannot be read, the Deployment is told by the hash of its pods', async () => {
  const source = await world.cluster(shop())
  for (const kind of ['Deployment', 'ReplicaSet'])
    source.gaps.set(kind, { reason: 'FORBIDDEN', message: '', advice: '' })
  await world.sync(source)
  expect(await world.rows('Workload', source)).toMatchObject([
    { name: 'web', kind: 'Deployment', pods: 2, ready: 2, state: 'READY' },
    { name: 'naked', kind: 'Pod' },
  ])
  source.gaps.clear()
  await world.forgetChanges()
  await world.sync(source)
  const web = (await world.changes(source)).filter(({ type, node }) => type === 'Workload' && node.endsWith('/web'))
  expect(web.map(({ operation }) => operation)).toEqual(['MODIFIED'])
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

test('a sync that is cut off in the middle leaves valid rows and the old generation', async () => {
  const source = await world.cluster(shop())
  await world.sync(source)
  without(source, 'Service', 'web')
  source.objects.push(podObject('late-1'), podObject('late-2'), podObject('late-3'))
  const controller = new AbortController()
  source.onPage = (kind, page) => {
    if (kind === 'Pod' && page === 2) controller.abort(new Error('cancelled'))
  }
  await expect(world.sync(source, controller.signal)).rejects.toThrow('cancelled')
  expect(await world.clusterRow(source)).toMatchObject({ generation: 1 })
  expect(await world.names('Service', source)).toEqual(['web'])
  const pods = await world.rows('Pod', source)
  const workloads = new Set((await world.rows('Workload', source)).map(({ id }) => id))
  expect(pods.every((pod) => workloads.has(pod.workload))).toBe(true)
  source.onPage = () => {}
  await world.sync(source)
  expect(await world.rows('Pod', source)).toHaveLength(6)
  expect(await world.names('Service', source)).toEqual([])
  expect(await world.clusterRow(source)).toMatchObject({ generation: 2 })
})

test('when another cluster answers, nothing is written but the state', async () => {
  const source = await world.cluster(shop())
  await world.sync(source)
  const before = await world.versions(source)
  const uid = source.identity.uid
  source.identity = { ...source.identity, uid: 'another' }
  source.objects = []
  await expect(world.sync(source, undefined, uid)).rejects.toMatchObject({ code: 'OTHER_CLUSTER', retryable: false })
  source.identity = { ...source.identity, uid }
  expect(await world.versions(source)).toEqual(before)
  expect(await world.clusterRow(source)).toMatchObject({ state: 'FAILED', generation: 1 })
})

test('a cluster that does not answer is unreachable, with cause and advice, and keeps its assets', async () => {
  const source = await world.cluster(shop())
  await world.sync(source)
  source.unreachable = new SourceError('UNREACHABLE', 'No answer.', 'Check the network.')
  await expect(world.sync(source)).rejects.toMatchObject({ code: 'UNREACHABLE', retryable: true })
  expect(await world.clusterRow(source)).toMatchObject({
    state: 'UNREACHABLE',
    stateCause: 'No answer.',
    stateAdvice: 'Check the network.',
  })
  expect(await world.rows('Pod', source)).toHaveLength(3)
})

test('a cluster that stops answering in the middle ends the sync at once', async () => {
  const source = await world.cluster(shop())
  const gone = new SourceError('UNREACHABLE', 'No answer.', '')
  source.failures.set('Deployment', { afterPages: 0, error: gone })
  source.onPage = (kind) => {
    if (kind === 'Deployment') source.unreachable = gone
  }
  await expect(world.sync(source)).rejects.toMatchObject({ code: 'UNREACHABLE' })
  expect(await world.coverage(source, 'Pod')).toMatchObject({ reason: 'NOT_YET_READ' })
})

test('a cluster that was removed meanwhile gets no rows back', async () => {
  const source = await world.cluster(shop())
  source.onPage = async (kind) => {
    if (kind !== 'Pod') return
    await world.database.transaction((tx) =>
      tx.update(cluster).set({ state: 'DELETED' }).where(eq(cluster.uid, source.identity.uid)),
    )
  }
  await expect(world.sync(source)).rejects.toMatchObject({ code: 'CLUSTER_REMOVED' })
  expect(await world.rows('Pod', source)).toEqual([])
})

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

test('an object without a usable name is left out and counted', async () => {
  const nameless = [
    { kind: 'Pod', metadata: {} },
    { kind: 'Pod' },
    { kind: 'Pod', metadata: { name: 'a/b' } },
    { kind: 'Pod', metadata: { name: 7 } },
  ]
  const source = await world.cluster([podObject('good'), ...(nameless as never[])])
  await world.sync(source)
  expect(await world.names('Pod', source)).toEqual(['good'])
  expect(await world.coverage(source, 'Pod')).toMatchObject({
    reason: 'COMPLETE',
    objects: 1,
    message: 'Left out: 4 without a usable name.',
  })
})

test('hostile objects are stored as far as they make sense, and break nothing', async () => {
  const text = `a\u0000b\ud800c`
  const source = await world.cluster([
    podObject('good'),
    {
      kind: 'Pod',
      metadata: {
        name: 'odd',
        namespace: 'shop',
        labels: { [text]: text, n: 7 },
        creationTimestamp: 'soon',
        ownerReferences: 'x',
      },
      spec: 'none',
      status: [],
    } as never,
    {
      kind: 'Pod',
      metadata: { name: 'text', namespace: 'shop' },
      spec: {
        nodeName: text,
        containers: [{ name: text, image: text }, null, 'x', { name: 'ok', image: 5, ports: [{ containerPort: 1e9 }] }],
      },
    } as never,
    {
      kind: 'Pod',
      metadata: { name: 'many', namespace: 'shop' },
      spec: { containers: Array.from({ length: 5_000 }, (_, i) => ({ name: `c${i}` })) },
    } as never,
    {
      kind: 'Node',
      metadata: { name: 'n' },
      spec: [],
      status: { nodeInfo: 'x', conditions: {}, addresses: [[]] },
    } as never,
    {
      kind: 'Service',
      metadata: { name: 's' },
      spec: { ports: [{ port: -1 }, 'x'], selector: { a: {} }, externalIPs: [5] },
    } as never,
    JSON.parse(
      '{"kind":"Service","metadata":{"name":"p","__proto__":{"polluted":1}},"spec":{"__proto__":{"polluted":1},"type":"ClusterIP"}}',
    ),
    { kind: 'Deployment', metadata: { name: 'd' }, spec: { replicas: 'many', template: 7 }, status: null } as never,
  ])
  await world.sync(source)
  expect(await world.names('Pod', source)).toEqual(['good', 'many', 'odd', 'text'])
  expect((await world.rows('Pod', source)).find(({ name }) => name === 'many')).toMatchObject({ containers: 100 })
  expect((await world.rows('Container', source)).filter(({ podName }) => podName === 'text')).toMatchObject([
    { name: 'ab\ufffdc' },
    { name: 'ok', imageReference: '', ports: [] },
  ])
  expect(await world.names('Service', source)).toEqual(['p', 's'])
  expect({}).not.toHaveProperty('polluted')
})

test('an object that is nested too deeply is left out, and not taken for gone', async () => {
  const source = await world.cluster([podObject('deep')])
  await world.sync(source)
  let deep: object = {}
  for (let i = 0; i < 20_000; i++) deep = { deep }
  const metadata = { ...podObject('deep').metadata, resourceVersion: '99' }
  source.objects = [{ ...podObject('deep'), metadata, spec: deep }]
  source.onPage = () => {}
  // structuredClone itself does not take such depth, so the source hands it out as it is.
  source.pages = async function* (kind) {
    if (kind.kind === 'Pod') yield { objects: source.objects, restart: false, remaining: 0 }
  }
  await world.sync(source)
  expect(await world.names('Pod', source)).toEqual(['deep'])
  expect(await world.coverage(source, 'Pod')).toMatchObject({ message: 'Left out: 1 nested too deeply.' })
})

test('an object that the database refuses is left out, and its neighbors are stored', async () => {
  // No index takes an entry this long: names of 253 characters of three bytes each, different ones, so that nothing compresses.
  const long = (step: number) =>
    Array.from({ length: 253 }, (_, at) => String.fromCodePoint(0x4e00 + ((at * at * step + at * 7919) % 20_000))).join(
      '',
    )
  const source = await world.cluster([
    podObject('a'),
    podObject(long(1), { namespace: long(2), containers: [long(3)] }),
    podObject('b'),
  ])
  source.pageSize = 10
  await world.sync(source)
  expect(await world.names('Pod', source)).toEqual(['a', 'b'])
  expect(await world.coverage(source, 'Pod')).toMatchObject({ message: 'Left out: 1 that the database refused.' })
})

test('no credential that stands in a cluster reaches the database', async () => {
  const secrets = {
    env: 'hunter2-in-env',
    token: `ghp_${'aB3dE5gH7j'.repeat(4)}`,
    url: 'hunter2-in-url',
    argument: 'hunter2-in-argument',
    annotation: 'hunter2-in-annotation',
    header: 'hunter2-in-header',
    applied: 'hunter2-in-applied',
  }
  const pod = podObject('leaky', {
    env: [
      { name: 'DB_PASSWORD', value: secrets.env },
      { name: 'HARMLESS', value: secrets.token },
      { name: 'DATABASE_URL', value: `postgres://app:${secrets.url}@db/app` },
    ],
    annotations: {
      'example.com/api-token': secrets.annotation,
      'kubectl.kubernetes.io/last-applied-configuration': `{"password":"${secrets.applied}"}`,
    },
    labels: { harmless: secrets.token },
  })
  const container = {
    name: 'main',
    image: 'x',
    args: ['--password', secrets.argument, `--api-key=${secrets.argument}`],
  }
  const probe = { httpGet: { port: 80, httpHeaders: [{ name: 'Authorization', value: `Bearer ${secrets.header}` }] } }
  const source = await world.cluster([
    pod,
    { ...manifest, spec: { template: { spec: { containers: [{ ...container, livenessProbe: probe }] } } } },
    {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'i', annotations: { 'example.com/secret': secrets.annotation } },
    },
  ])
  await world.sync(source)
  for (const table of ['kubernetes_object', 'pod', 'container', 'workload', 'change', 'coverage']) {
    const stored = await world.database.db.execute<{ text: string }>(
      sql`select t::text as text from ${sql.identifier(table)} t where cluster = ${source.identity.uid}`,
    )
    const text = stored.rows.map((row) => row.text).join('\n')
    for (const secret of Object.values(secrets)) expect(text).not.toContain(secret)
    if (table === 'kubernetes_object') expect(text.match(/«masked \d+ characters/g)?.length).toBeGreaterThanOrEqual(8)
  }
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
