import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { podObject } from '../../../test/cluster-objects.ts'
import { shop, without } from '../../../test/sync-shop.ts'
import { SyncWorld } from '../../../test/sync-world.ts'
import { SourceError } from '../source.ts'

/** What cannot be read, in part or at all, is not taken for gone. */

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterAll(() => world.close())

const serverError = new SourceError('SERVER_ERROR', 'Reading failed: 500.', 'Look at the log.')

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
