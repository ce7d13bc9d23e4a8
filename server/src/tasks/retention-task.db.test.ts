import { audit, loginCode, session } from '@breakwater/drizzle/tables/access.ts'
import { pod } from '@breakwater/drizzle/tables/asset.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { recordChanges } from '@breakwater/drizzle/changes.ts'
import { eq, inArray, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { add, ended, FAST, silent } from '../../test/tasks.ts'
import { createEventBus } from '../events/bus.ts'
import { ensureStream } from '../events/stream-epoch.ts'
import { retentionTask } from './retention-task.ts'
import { createTaskRunner } from './runner.ts'

let opened: TestDatabase
let runs = 0
beforeAll(async () => {
  opened = await testDatabase()
  await ensureStream(opened.database)
})
afterAll(() => opened.close())

const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)

async function retain(days = 90) {
  const runner = createTaskRunner({
    database: opened.database,
    definitions: [retentionTask({ database: opened.database, days: async () => days })],
    owner: 'test',
    log: silent,
    timing: FAST,
  })
  await runner.start()
  const { id } = await add(opened.database, { kind: 'RETENTION', targetKey: `r${++runs}` })
  const row = await ended(opened.database, id)
  await runner.stop()
  return row
}

test('tasks that ended before the retention go with their items, younger ones and those that wait stay', async () => {
  const [old, young, waiting] = [
    await add(opened.database, { targetKey: 'old' }),
    await add(opened.database, { targetKey: 'young' }),
    await add(opened.database, { targetKey: 'waiting' }),
  ]
  await opened.database.transaction(async (tx) => {
    for (const [row, days] of [
      [old, 91],
      [young, 89],
    ] as const) {
      await tx.update(task).set({ state: 'SUCCEEDED', finishedAt: daysAgo(days) }).where(eq(task.id, row.id))
      const target = { targetType: 'Cluster', targetId: 'c', targetName: 'c' }
      await tx.insert(taskItem).values({ ...target, id: `item of ${row.id}`, task: row.id, createdAt: daysAgo(days) })
    }
  })
  expect((await retain()).state).toBe('SUCCEEDED')
  const ids = [old.id, young.id, waiting.id]
  const left = await opened.database.db.select({ id: task.id }).from(task).where(inArray(task.id, ids)).orderBy(task.id)
  expect(left.map((row) => row.id)).toEqual([young.id, waiting.id])
  const items = await opened.database.db.select().from(taskItem).where(inArray(taskItem.task, ids))
  expect(items.map((row) => row.task)).toEqual([young.id])
})

test('old changes go from the start of the stream; a cursor below gets a RESYNC, one above goes on', async () => {
  const bus = createEventBus({ database: opened.database, log: silent })
  const write = (...nodes: readonly string[]) =>
    opened.database.transaction((tx) =>
      recordChanges(
        tx,
        nodes.map((node) => ({ type: 'Pod', node, operation: 'ADDED' as const })),
      ),
    )
  const start = await bus.latest()
  await write(...Array.from({ length: 1000 }, (_, n) => `a${n}`))
  await write(...Array.from({ length: 600 }, (_, n) => `b${n}`))
  const middle = await bus.latest()
  await opened.database.transaction((tx) => tx.update(change).set({ at: daysAgo(91) }))
  await write('young')
  await retain()
  expect(await bus.read(start, 10)).toMatchObject({ resync: true })
  expect(await bus.read(middle, 10)).toMatchObject({ resync: true })
  const kept = await bus.read(undefined, 1000)
  expect(kept.rows[0]?.node).toBe('young')
  const young = kept.rows[0]
  if (!young) throw new Error('nothing was kept')
  expect(await bus.read(bus.cursorOf(young), 10)).toMatchObject({ resync: false })
})

test('sessions and login links that are over go, whatever the retention', async () => {
  const soon = new Date(Date.now() + 60_000)
  await opened.database.transaction(async (tx) => {
    const over = { createdAt: daysAgo(2), lastUsedAt: daysAgo(2) }
    await tx.insert(session).values([
      { ...over, hash: 'over', expiresAt: daysAgo(1) },
      { ...over, hash: 'on', expiresAt: soon },
    ])
    await tx.insert(loginCode).values([
      { hash: 'over', expiresAt: daysAgo(1) },
      { hash: 'on', expiresAt: soon },
    ])
  })
  await retain()
  const hashes = async (table: typeof session | typeof loginCode) =>
    (await opened.database.db.select({ hash: table.hash }).from(table)).map((row) => row.hash)
  expect([await hashes(session), await hashes(loginCode)]).toEqual([['on'], ['on']])
})

test('assets that went before the retention are removed, present and lately gone ones stay', async () => {
  const row = (id: string, present: boolean, days: number) => ({
    id,
    cluster: 'c',
    name: id,
    contentHash: '',
    firstSeenAt: daysAgo(200),
    present,
    lastSeenAt: daysAgo(days),
  })
  await opened.database.transaction((tx) =>
    tx.insert(pod).values([row('long gone', false, 91), row('lately gone', false, 3), row('present', true, 91)]),
  )
  await retain()
  const left = await opened.database.db.select({ id: pod.id }).from(pod).orderBy(pod.id)
  expect(left.map(({ id }) => id)).toEqual(['lately gone', 'present'])
})

test('the audit trail is kept as long as the setting says', async () => {
  const entry = (actor: string, days: number) => ({ actor, action: 'test', at: daysAgo(days) })
  await opened.database.transaction((tx) => tx.insert(audit).values([entry('old', 11), entry('young', 9)]))
  await retain(10)
  const left = await opened.database.db.select().from(audit).where(sql`action = 'test'`)
  expect(left.map((row) => row.actor)).toEqual(['young'])
})
