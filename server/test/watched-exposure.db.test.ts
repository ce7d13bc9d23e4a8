import { change } from '@breakwater/drizzle/tables/change.ts'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createAnalysisTriggers } from '../src/analysis/triggers.ts'
import { watchCluster } from '../src/clusters/watch/cluster-watch.ts'
import { createExposureThread, createLiveExposures } from '../src/exposure/exposure-thread.ts'
import { EXPOSURE_KINDS } from '../src/exposure/kinds-read.ts'
import { DEFAULT_SETTINGS } from '../src/exposure/model.ts'
import { containerExposure } from '../src/exposure/task.ts'
import { createMasker } from '../src/secrets/mask.ts'
import { createTaskRunner } from '../src/tasks/runner.ts'
import type { ApiServer } from './api-server/api-server.ts'
import { namespaceObject } from './cluster-objects.ts'
import { closeSources, startSource } from './cluster-source.ts'
import { node, pod, service } from './exposure-objects.ts'
import { quiet, SyncWorld } from './sync-world.ts'
import { FAST } from './tasks.ts'

/** Two domains that know nothing of one another, wired as the process wires them. */

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterAll(() => world.close())

const soon = (fn: () => Promise<void>) => vi.waitFor(fn, { timeout: 15_000, interval: 50 })

test('a port that is opened in a watched cluster is told to who listens, a few seconds later', async () => {
  const row = await world.cluster([])
  const { uid } = row.identity
  const host = createExposureThread()
  const own = createAnalysisTriggers({
    task: 'CONTAINER_EXPOSURE',
    kinds: EXPOSURE_KINDS.map(({ kind }) => kind),
    database: world.database,
    log: quiet,
    onQueued: () => runner.wake(),
  })
  const definition = containerExposure({
    ...{ database: world.database, live: createLiveExposures(world.database, host) },
    settings: async () => DEFAULT_SETTINGS,
  })
  const runner = createTaskRunner({
    database: world.database,
    definitions: [definition],
    owner: 'test',
    log: quiet,
    timing: FAST,
  })
  await runner.start()
  const { api, source } = await startSource({ uid })
  const objects = [namespaceObject('app'), node('n1', { InternalIP: '10.0.0.1' }), pod(), service('ClusterIP')]
  for (const object of objects) put(api, object)
  const stop = new AbortController()
  const begun = Promise.withResolvers<void>()
  const watching = watchCluster({
    ...{ database: world.database, cluster: uid, source, masker: createMasker(Buffer.alloc(32, 1)), log: quiet },
    ...{ signal: stop.signal, memory: undefined, onBegun: async () => begun.resolve() },
    onChanged: (kinds) => own.changed(uid, kinds),
  })
  await begun.promise
  put(api, service('LoadBalancer', { published: [{ ip: '8.8.8.8' }] }))
  const startedMs = performance.now()
  await soon(async () => {
    const told = await world.database.db
      .select()
      .from(change)
      .where(and(eq(change.type, 'Exposure'), eq(change.cluster, uid)))
    expect(told).toMatchObject([{ operation: 'ADDED', new: { verdict: 'INTERNET', containerPort: 8080 } }])
  })
  expect(performance.now() - startedMs).toBeLessThan(15_000)
  stop.abort()
  await watching
  await own.stop()
  await runner.stop()
  await host.close()
  await closeSources()
})

function put(api: ApiServer, object: object): void {
  api.store.put(object as Parameters<ApiServer['store']['put']>[0])
}
