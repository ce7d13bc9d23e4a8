import { task } from '@breakwater/drizzle/tables/task.ts'
import { asc } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test, vi } from 'vitest'
import { quiet, SyncWorld } from '../../test/sync-world.ts'
import { createAnalysisTriggers } from './triggers.ts'

let world: SyncWorld
beforeAll(async () => {
  world = await SyncWorld.open()
})
beforeEach(() => world.database.transaction((tx) => tx.delete(task)))
afterAll(() => world.close())

const tasks = () => world.database.db.select().from(task).orderBy(asc(task.createdAt))
const soon = (fn: () => Promise<void>) => vi.waitFor(fn, { timeout: 15_000, interval: 50 })

function triggers(given: { debounceMs?: number; settleMs?: number } = {}) {
  const timing = { debounceMs: 300, settleMs: 50, ...given }
  return createAnalysisTriggers({
    ...({ task: 'CONTAINER_EXPOSURE', kinds: ['Pod', 'Service'] } as const),
    database: world.database,
    log: quiet,
    onQueued: () => {},
    ...timing,
  })
}

test('several changes are one analysis, kinds that tell nothing of it are none', async () => {
  const { identity } = await world.cluster([])
  const own = triggers()
  own.changed(identity.uid, ['ConfigMap', 'Role'])
  for (let times = 0; times < 5; times++) own.changed(identity.uid, ['ConfigMap', 'Service'])
  await soon(async () => {
    expect(await tasks()).toMatchObject([{ kind: 'CONTAINER_EXPOSURE', source: 'WATCH', cluster: identity.uid }])
  })
  await own.stop()
})

test('what changes while one runs is analyzed after it', async () => {
  const { identity } = await world.cluster([])
  const own = triggers({ debounceMs: 100 })
  await own.synced(identity.uid)
  await world.database.transaction((tx) => tx.update(task).set({ state: 'RUNNING' }))
  own.changed(identity.uid, ['Pod'])
  await new Promise((resolve) => setTimeout(resolve, 400))
  expect(await tasks()).toHaveLength(1)
  await world.database.transaction((tx) => tx.update(task).set({ state: 'SUCCEEDED', finishedAt: new Date() }))
  await soon(async () => {
    expect(await tasks()).toMatchObject([{ source: 'SCHEDULE' }, { source: 'WATCH', state: 'QUEUED' }])
  })
  await own.stop()
})

test('a cluster that is gone is not analyzed, and a stop leaves nothing behind', async () => {
  const { identity } = await world.cluster([])
  const own = triggers({ debounceMs: 50 })
  await own.synced('nowhere')
  own.changed(identity.uid, ['Pod'])
  await own.stop()
  own.changed(identity.uid, ['Pod'])
  await new Promise((resolve) => setTimeout(resolve, 150))
  expect(await tasks()).toEqual([])
})
