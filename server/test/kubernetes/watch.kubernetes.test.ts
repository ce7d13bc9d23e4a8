import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest'
import type { ClusterSource } from '../../src/clusters/source.ts'
import { watchCluster } from '../../src/clusters/watch/cluster-watch.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { createMasker } from '../../src/secrets/mask.ts'
import type { MemorySource } from '../memory-source.ts'
import { quiet, SyncWorld } from '../sync-world.ts'
import type {} from './provided.ts'
import { connectTo, RealCluster } from './real-cluster.ts'
import { runningPod } from './shop.ts'

let world: SyncWorld
let cluster: RealCluster
let source: ClusterSource
let row: MemorySource
let watching: Promise<void>
const stop = new AbortController()

beforeAll(async () => {
  world = await SyncWorld.open()
  cluster = new RealCluster(inject('kubernetes'))
  await cluster.namespace('watched')
  row = await connectTo(world, await cluster.uid())
  source = await cluster.source()
  const begun = Promise.withResolvers<void>()
  watching = watchCluster({
    database: world.database,
    cluster: row.identity.uid,
    source,
    masker: createMasker(Buffer.alloc(32, 1)),
    log: quiet,
    signal: stop.signal,
    memory: undefined,
    onBegun: async () => begun.resolve(),
  })
  await Promise.race([begun.promise, watching])
})
afterAll(async () => {
  stop.abort()
  await watching
  await source.close()
  cluster.close()
  await world.close()
})

/** What a person looking at the screen waits for at most. */
const SOON = { timeout: 2_000, interval: 20 }
const soon = (fn: () => Promise<void>) => vi.waitFor(fn, SOON)
const pods = async () => (await world.rows('Pod', row)).filter(({ namespace }) => namespace === 'watched')

test('a pod that is created, changes and goes does so here within two seconds', async () => {
  const owner: KubernetesObject = {
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web', namespace: 'watched', uid: '11111111-2222-4333-8444-555555555555' },
  }
  const pod = runningPod('watched', 'web-a', owner)
  const createdMs = performance.now()
  await cluster.create(pod)
  await soon(async () => expect(await pods()).toMatchObject([{ name: 'web-a', phase: 'Running' }]))
  console.log(`From a pod's creation to its row: ${Math.round(performance.now() - createdMs)} ms`)
  await cluster.patch(pod, { status: { phase: 'Failed' } }, '/status')
  await soon(async () => expect(await pods()).toMatchObject([{ phase: 'Failed' }]))
  await cluster.remove(pod)
  await soon(async () => expect(await pods()).toEqual([]))
})
