import { change } from '@breakwater/drizzle/tables/change.ts'
import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { createAnalysisTriggers } from '../src/analysis/triggers.ts'
import { watchCluster } from '../src/clusters/watch/cluster-watch.ts'
import { kindsOf } from '../src/posture/kinds-judged.ts'
import { createLivePosture, createPostureThread } from '../src/posture/posture-thread.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../src/posture/settings.ts'
import { configCheck } from '../src/posture/task.ts'
import { createMasker } from '../src/secrets/mask.ts'
import { createTaskRunner } from '../src/tasks/runner.ts'
import type { ApiServer } from './api-server/api-server.ts'
import { namespaceObject } from './cluster-objects.ts'
import { closeSources, startSource } from './cluster-source.ts'
import { TEST_RULES } from './posture-rules.ts'
import { TEST_THREAD } from './posture-world.ts'
import { quiet, SyncWorld } from './sync-world.ts'
import { FAST } from './tasks.ts'

/** Two domains that know nothing of one another, wired as the process wires them. */

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
afterAll(() => world.close())

const pod = (privileged: boolean) => ({
  ...{ apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'app', uid: 'uid-web' } },
  spec: {
    containers: [{ name: 'main', image: 'app:1', securityContext: { privileged, allowPrivilegeEscalation: false } }],
  },
})

test('what is set up wrongly in a watched cluster, and right again, is told to who listens a few seconds later', async () => {
  const row = await world.cluster([])
  const { uid } = row.identity
  const thread = createPostureThread(TEST_THREAD)
  const { database } = world
  const own = createAnalysisTriggers({
    ...{ task: 'CONFIG_CHECK', kinds: kindsOf(TEST_RULES), database, log: quiet },
    onQueued: () => runner.wake(),
  })
  const definition = configCheck({
    ...{ database, live: createLivePosture(database, thread, TEST_RULES), rules: TEST_RULES },
    settings: async () => DEFAULT_POSTURE_SETTINGS,
  })
  const runner = createTaskRunner({ database, definitions: [definition], owner: 'test', log: quiet, timing: FAST })
  await runner.start()
  const { api, source } = await startSource({ uid })
  for (const object of [namespaceObject('app'), pod(false)]) put(api, object)
  const stop = new AbortController()
  const begun = Promise.withResolvers<void>()
  const watching = watchCluster({
    ...{ database, cluster: uid, source, masker: createMasker(Buffer.alloc(32, 1)), log: quiet },
    ...{ signal: stop.signal, memory: undefined, onBegun: async () => begun.resolve() },
    onChanged: (kinds) => own.changed(uid, kinds),
  })
  await begun.promise
  await told([])
  put(api, pod(true))
  await told(['ADDED'])
  put(api, pod(false))
  await told(['ADDED', 'REMOVED'])
  const tasks = await database.db.select().from(task).where(eq(task.cluster, uid)).orderBy(asc(task.createdAt))
  expect(new Set(tasks.map(({ kind, source: why }) => `${kind} ${why}`))).toEqual(new Set(['CONFIG_CHECK WATCH']))
  const items = await database.db.select().from(taskItem).where(eq(taskItem.cluster, uid)).orderBy(asc(taskItem.id))
  expect(items.map(({ results }) => results['CRITICAL'])).toContain(1)
  stop.abort()
  await watching
  await own.stop()
  await runner.stop()
  await thread.close()
  await closeSources()

  /** Changes of privileged containers, in their order; at first that the cluster was looked at. */
  async function told(operations: readonly string[]): Promise<void> {
    await vi.waitFor(
      async () => {
        const rows = await database.db
          .select()
          .from(change)
          .where(and(eq(change.cluster, uid), eq(change.type, 'CheckResult')))
          .orderBy(asc(change.seq))
        expect(rows.length).toBeGreaterThan(0)
        const ofRule = rows.filter(({ old, new: fresh }) => (old ?? fresh)?.['rule'] === 'KC-001')
        expect(ofRule.map(({ operation }) => operation)).toEqual(operations)
      },
      { timeout: 15_000, interval: 50 },
    )
  }
})

function put(api: ApiServer, object: object): void {
  api.store.put(object as Parameters<ApiServer['store']['put']>[0])
}
