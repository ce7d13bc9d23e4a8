import { recordChanges } from '@breakwater/drizzle/changes.ts'
import { audit, downloadLink, loginCode, session, token } from '@breakwater/drizzle/tables/access.ts'
import { namespace, pod } from '@breakwater/drizzle/tables/asset.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { risk } from '@breakwater/drizzle/tables/risk.ts'
import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { asc, desc, eq, sql } from 'drizzle-orm'
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { add, ended, eventually, FAST, readItems, silent } from '../../test/tasks.ts'
import { TEST_KEY } from '../../test/test-key.ts'
import { createEventBus } from '../events/bus.ts'
import { endOfStream } from '../events/outbox.ts'
import { ensureStream } from '../events/stream-epoch.ts'
import type { Progress, TaskRow } from './definition.ts'
import { retentionTask } from './retention-task.ts'
import { createTaskRunner } from './runner.ts'

let opened: TestDatabase
beforeAll(async () => {
  opened = await testDatabase()
  await ensureStream(opened.database)
})
beforeEach(() =>
  opened.database.transaction(async (tx) => {
    for (const table of [task, taskItem, change, audit, session, loginCode, downloadLink, token, namespace, pod, risk])
      await tx.delete(table)
  }),
)
afterAll(() => opened.close())

const DAYS = 90
const daysAgo = (days: number) => new Date(Date.now() - days * 86_400_000)
const [OLD, YOUNG] = [daysAgo(DAYS + 1), daysAgo(DAYS - 1)]
const definition = () => retentionTask({ database: opened.database, days: async () => DAYS })

/** Runs it as the runner does, in a task of its own. */
async function run(): Promise<TaskRow> {
  const runner = createTaskRunner({
    database: opened.database,
    definitions: [definition()],
    owner: 'test',
    log: silent,
    timing: FAST,
  })
  await runner.start()
  const { id } = await add(opened.database, { kind: 'RETENTION' })
  const row = await ended(opened.database, id)
  await runner.stop()
  return row
}

const write = (fn: Parameters<typeof opened.database.transaction>[0]) => opened.database.transaction(fn)
let made = 0

async function endedTask(finishedAt: Date, given: { dedupeKey?: string; items?: number } = {}): Promise<string> {
  const id = `t${String(++made).padStart(6, '0')}`
  await write(async (tx) => {
    await tx.insert(task).values({
      id,
      kind: 'CONFIG_CHECK',
      state: 'SUCCEEDED',
      source: 'SCHEDULE',
      targetKey: '*',
      runAt: finishedAt,
      createdAt: finishedAt,
      finishedAt,
      ...(given.dedupeKey && { dedupeKey: given.dedupeKey }),
    })
    const items = Array.from({ length: given.items ?? 1 }, (_, n) => ({
      id: `${id}-${n}`,
      task: id,
      targetType: 'Cluster',
      targetId: String(n),
      targetName: String(n),
      state: 'SUCCEEDED' as const,
      createdAt: finishedAt,
      finishedAt,
    }))
    await tx.insert(taskItem).values(items)
  })
  return id
}

const tasksLeft = async () =>
  (await opened.database.db.select().from(task).where(eq(task.kind, 'CONFIG_CHECK')).orderBy(asc(task.id))).map(
    (row) => row.id,
  )

test('ended tasks and their items go, with a row in the outbox; younger ones and those that wait stay', async () => {
  const old = await endedTask(OLD)
  const young = await endedTask(YOUNG)
  const waiting = await add(opened.database, { kind: 'CONFIG_CHECK' })
  await write((tx) => tx.update(task).set({ createdAt: OLD }).where(eq(task.id, waiting.id)))
  expect(await run()).toMatchObject({ state: 'SUCCEEDED', progress: 100 })
  expect(await tasksLeft()).toEqual([waiting.id, young].sort())
  expect(await readItems(opened.database, old)).toEqual([])
  expect(await readItems(opened.database, young)).toHaveLength(1)
  const told = await opened.database.db.select().from(change).where(eq(change.node, old))
  expect(told).toMatchObject([{ type: 'Task', operation: 'REMOVED' }])
})

test('a task of more items than a batch goes whole, and the result counts what was removed', async () => {
  await endedTask(OLD, { items: 900 })
  const row = await run()
  expect(await tasksLeft()).toEqual([])
  expect(await readItems(opened.database, row.id)).toMatchObject([{ state: 'SUCCEEDED', removed: 901 }])
})

test('the last task that the schedule added of a kind stays: its moment was not missed', async () => {
  await endedTask(daysAgo(DAYS + 8), { dedupeKey: 'CONFIG_CHECK:1' })
  const last = await endedTask(OLD, { dedupeKey: 'CONFIG_CHECK:2' })
  await run()
  expect(await tasksLeft()).toEqual([last])
})

test('changes go in batches, and a cursor from before gets a RESYNC while one after goes on', async () => {
  const bus = createEventBus({ database: opened.database, key: TEST_KEY, log: silent, pollMs: 60_000 })
  const rows = (from: number, count: number) =>
    Array.from({ length: count }, (_, n) => ({ type: 'Pod', node: String(from + n), operation: 'ADDED' as const }))
  await write((tx) => recordChanges(tx, rows(0, 900)))
  await write((tx) => recordChanges(tx, rows(900, 100)))
  const early = await eventually(
    async () => (await bus.read(undefined, 10)).rows.length === 10 && (await bus.read(undefined, 10)).cursor,
  )
  await write((tx) => tx.update(change).set({ at: OLD }))
  await write((tx) => recordChanges(tx, rows(1000, 2)))
  // A transaction of another test on the same server holds the end of the stream back until it ends.
  const [last] = await opened.database.db.select().from(change).orderBy(desc(change.seq)).limit(1)
  await eventually(async () => (await endOfStream(opened.database.db)).seq === last?.seq)
  const late = await bus.latest()
  await run()
  const kept = await opened.database.db.select().from(change).where(eq(change.type, 'Pod')).orderBy(asc(change.seq))
  expect(kept.map((row) => row.node)).toEqual(['1000', '1001'])
  expect((await bus.read(early, 10)).resync).toBe(true)
  expect((await bus.read(late, 10)).resync).toBe(false)
})

test('audit rows go; sessions, login codes and links to downloads go when they have expired', async () => {
  const [past, future] = [daysAgo(0.01), daysAgo(-1)]
  await write(async (tx) => {
    for (const at of [OLD, YOUNG])
      await tx.insert(audit).values({ at, actor: 'a', action: at === OLD ? 'old' : 'young' })
    for (const expiresAt of [past, future]) {
      const hash = expiresAt === past ? 'past' : 'future'
      await tx.insert(session).values({ hash, expiresAt, createdAt: past, lastUsedAt: past })
      await tx.insert(loginCode).values({ hash, expiresAt })
      await tx.insert(downloadLink).values({ hash, expiresAt, maker: 'm', request: {} })
    }
  })
  await run()
  const { db } = opened.database
  expect([
    (await db.select().from(audit)).map((row) => row.action),
    (await db.select().from(session)).map((row) => row.hash),
    (await db.select().from(loginCode)).map((row) => row.hash),
    (await db.select().from(downloadLink)).map((row) => row.hash),
  ]).toEqual([['young'], ['future'], ['future'], ['future']])
})

test('tokens go when they have been expired for as long as all is kept; one that never expires stays', async () => {
  const row = (id: string, expiresAt: Date | null) => ({ id, name: id, hash: id, createdAt: OLD, expiresAt })
  await write((tx) => tx.insert(token).values([row('old', OLD), row('lately', YOUNG), row('endless', null)]))
  await run()
  const left = await opened.database.db.select().from(token).orderBy(token.id)
  expect(left.map(({ id }) => id)).toEqual(['endless', 'lately'])
})

test('gone assets go; those that are present stay, however long ago they were seen', async () => {
  const row = (id: string, present: boolean, lastSeenAt: Date | null) => ({
    id,
    name: id,
    contentHash: '',
    firstSeenAt: OLD,
    present,
    lastSeenAt,
  })
  const rows = [
    row('gone', false, OLD),
    row('lately', false, YOUNG),
    row('present', true, OLD),
    row('fresh', true, null),
  ]
  await write(async (tx) => {
    await tx.insert(namespace).values(rows)
    await tx.insert(pod).values(rows)
  })
  await run()
  const { db } = opened.database
  expect((await db.select().from(namespace).orderBy(namespace.id)).map(({ id }) => id)).toEqual([
    'fresh',
    'lately',
    'present',
  ])
  expect((await db.select().from(pod).orderBy(pod.id)).map(({ id }) => id)).toEqual(['fresh', 'lately', 'present'])
})

test('a table of several pages is looked at to its end', async () => {
  await write((tx) =>
    tx.execute(sql`
      insert into pod (id, name, content_hash, first_seen_at, last_seen_at, present)
      select 'p' || lpad(n::text, 5, '0'), 'p', '', now(), now() - interval '400 days', n % 3 <> 0
      from generate_series(1, 4500) n`),
  )
  await run()
  expect(await opened.database.db.$count(pod)).toBe(3000)
})

test('resolved risks go; open ones stay', async () => {
  const row = (id: string, state: 'OPEN' | 'RESOLVED', resolvedAt: Date | null) => ({
    id,
    state,
    resolvedAt,
    kind: 'CONFIGURATION' as const,
    rule: 'r',
    title: 't',
    titleLower: 't',
    severity: 'HIGH' as const,
    severityRank: 3,
    priority: 'HIGH' as const,
    priorityRank: 2,
    assetType: 'Pod' as const,
    assetId: 'p',
    assetName: 'p',
    contentHash: '',
    firstSeenAt: OLD,
  })
  await write((tx) =>
    tx.insert(risk).values([row('old', 'RESOLVED', OLD), row('young', 'RESOLVED', YOUNG), row('open', 'OPEN', null)]),
  )
  await run()
  expect((await opened.database.db.select().from(risk).orderBy(risk.id)).map(({ id }) => id)).toEqual(['open', 'young'])
})

test('it stops between two batches when it is told to', async () => {
  const id = await endedTask(OLD, { items: 900 })
  const row = await add(opened.database, { kind: 'RETENTION' })
  const stop = new AbortController()
  const [item] = await readItems(opened.database, id)
  if (!item) throw new Error('no item was made')
  const progress: Progress = {
    async stage(_name, fn) {
      stop.abort(new Error('told to stop'))
      return fn()
    },
    report() {},
    found() {},
  }
  await expect(definition().run(item, progress, stop.signal, row)).rejects.toThrow('told to stop')
  expect(await tasksLeft()).toEqual([id])
})
