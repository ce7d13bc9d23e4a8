import { setTimeout as sleep } from 'node:timers/promises'
import { recordChanges } from '@breakwater/drizzle/changes.ts'
import { change, stream } from '@breakwater/drizzle/tables/change.ts'
import type { ChangeBatchRows, ChangeRow } from '@breakwater/schema/services.ts'
import { lte, sql } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { eventually } from '../../test/tasks.ts'
import { TEST_KEY } from '../../test/test-key.ts'
import { createEventBus, type EventBus } from './bus.ts'
import { createCursors } from './cursor.ts'
import { ensureStream, startNewEpoch } from './stream-epoch.ts'

let opened: TestDatabase
const buses: EventBus[] = []
const ends: AbortController[] = []
beforeAll(async () => {
  opened = await testDatabase()
  await ensureStream(opened.database)
})
afterEach(async () => {
  for (const end of ends.splice(0)) end.abort()
  await Promise.all(buses.splice(0).map((bus) => bus.stop()))
})
afterAll(() => opened.close())

async function started(mostQueuedRows?: number): Promise<EventBus> {
  const bus = createEventBus({
    database: opened.database,
    key: TEST_KEY,
    log: { warn() {} },
    pollMs: 60_000,
    ...(mostQueuedRows ? { mostQueuedRows } : {}),
  })
  buses.push(bus)
  await bus.start()
  return bus
}

function subscribe(bus: EventBus, after?: string) {
  const end = new AbortController()
  ends.push(end)
  return { batches: bus.subscribe(after, end.signal)[Symbol.asyncIterator](), end }
}

let written = 0
/**
 * Writes `count` changes in one transaction; their nodes are numbers that go on from test to test. Resolves when they can be
 * read: an open transaction of another test's database holds them back.
 */
async function write(count = 1): Promise<string[]> {
  const nodes = Array.from({ length: count }, () => String(++written))
  await opened.database.transaction((tx) =>
    recordChanges(
      tx,
      nodes.map((node) => ({ type: 'Pod', node, operation: 'ADDED' as const })),
    ),
  )
  await eventually(async () => {
    const held = sql`${change.transaction} >= pg_snapshot_xmin(pg_current_snapshot())`
    return (await opened.database.db.select({ seq: change.seq }).from(change).where(held).limit(1)).length === 0
  })
  return nodes
}

const placeOf = (cursor = '') => createCursors(TEST_KEY).decode(cursor)
const nodesOf = (rows: readonly ChangeRow[]) => rows.map((row) => row.node)

async function take(
  batches: AsyncIterator<ChangeBatchRows>,
  count: number,
): Promise<{ nodes: string[]; cursor: string }> {
  const nodes: string[] = []
  let cursor = ''
  while (nodes.length < count) {
    const { value, done } = await batches.next()
    if (done) throw new Error(`The subscription ended after ${nodes.length} of ${count} changes.`)
    nodes.push(...nodesOf(value.rows))
    cursor = value.cursor
  }
  return { nodes, cursor }
}

test('what commits is pushed at once, in order', async () => {
  const bus = await started()
  const { batches } = subscribe(bus)
  const first = batches.next()
  await eventually(() => bus.subscribers === 1)
  const nodes = [...(await write(2)), ...(await write(3))]
  const begin = nodesOf((await first).value.rows)
  const rest = await take(batches, 5 - begin.length)
  expect([...begin, ...rest.nodes]).toEqual(nodes)
})

test('one cut off that comes back with its last cursor misses nothing and sees nothing twice', async () => {
  const bus = await started()
  let cursor = await bus.latest()
  const expected: string[] = []
  const writing = (async () => {
    for (let n = 0; n < 60; n++) expected.push(...(await write(1 + (n % 7))))
  })()
  const seen: string[] = []
  for (let finished = false; !finished; ) {
    const { batches, end } = subscribe(bus, cursor)
    for (let n = 0; n < 4; n++) {
      const next = await Promise.race([batches.next(), sleep(300)])
      if (!next?.value) break
      seen.push(...nodesOf(next.value.rows))
      cursor = next.value.cursor
    }
    end.abort()
    await batches.return?.()
    finished = await Promise.race([writing.then(() => seen.length >= expected.length), sleep(1, false)])
  }
  expect(seen).toEqual(expected)
})

test('a cursor taken before the state was read loses nothing that commits meanwhile', async () => {
  const bus = await started()
  const cursor = await bus.latest()
  const nodes = await write(3)
  const { batches } = subscribe(bus, cursor)
  expect((await take(batches, 3)).nodes).toEqual(nodes)
})

test('what was missed is read a page at a time, at the pace of the reader', async () => {
  const bus = await started()
  const cursor = await bus.latest()
  for (let n = 0; n < 5; n++) await write(500)
  const { batches } = subscribe(bus, cursor)
  const first = await batches.next()
  expect(first.value).toMatchObject({ hasMore: true, resync: false })
  expect([first.value.rows.length, bus.subscribers, bus.queuedRows]).toEqual([1000, 0, 0])
  expect((await take(batches, 1500)).nodes.at(-1)).toBe(String(written))
})

test('one that does not read is ended with a RESYNC, and keeps nothing in memory', async () => {
  const bus = await started(1_000)
  const { batches } = subscribe(bus)
  const first = batches.next()
  await eventually(() => bus.subscribers === 1)
  await write()
  await first
  let most = 0
  for (let n = 0; n < 15; n++) {
    await write(100)
    most = Math.max(most, bus.queuedRows)
  }
  await eventually(() => bus.subscribers === 0)
  expect([bus.queuedRows, most <= 1_000]).toEqual([0, true])
  const { value } = await batches.next()
  expect(value).toMatchObject({ rows: [], resync: true, hasMore: false })
  expect(placeOf(value?.cursor)).toEqual(placeOf(await bus.latest()))
  expect(await batches.next()).toEqual({ done: true, value: undefined })
})

test('a subscription that is never read costs nothing', async () => {
  const bus = await started(1_000)
  subscribe(bus)
  await write(10)
  expect([bus.subscribers, bus.queuedRows]).toEqual([0, 0])
})

test('one that comes back too late gets one RESYNC, with where to go on', async () => {
  const bus = await started()
  const old = await bus.latest()
  const nodes = await write(2)
  const [last] = await opened.database.db
    .select()
    .from(change)
    .orderBy(change.seq)
    .offset(written - 1)
  await opened.database.transaction(async (tx) => {
    await tx.delete(change).where(lte(change.seq, (last?.seq ?? 0) - 1))
    await tx.update(stream).set({ trimmedTransaction: last?.transaction ?? '0' })
  })
  const { batches } = subscribe(bus, old)
  const { value } = await batches.next()
  expect(value).toMatchObject({ rows: [], resync: true })
  expect(placeOf(value?.cursor)).toEqual(placeOf(await bus.latest()))
  expect((await batches.next()).done).toBe(true)
  expect(nodesOf((await bus.read(undefined, 10)).rows)).toEqual(nodes.slice(1))
  await opened.database.transaction((tx) => tx.update(stream).set({ trimmedTransaction: '0' }))
})

test('a cursor of another epoch gets a RESYNC, and so does who is subscribed when a new one begins', async () => {
  const bus = await started()
  const { batches } = subscribe(bus)
  const waiting = batches.next()
  await eventually(() => bus.subscribers === 1)
  const old = await bus.latest()
  await startNewEpoch(opened.database)
  expect(await bus.read(old, 10)).toMatchObject({ rows: [], resync: true })
  await write()
  expect((await waiting).value).toMatchObject({ rows: [], resync: true })
})

test('what is no cursor is refused', async () => {
  const bus = await started()
  await expect(bus.read('nonsense', 10)).rejects.toMatchObject({ code: 'CURSOR_INVALID', field: ['after'] })
})

test('the cursor of a change goes on after that change', async () => {
  const bus = await started()
  const before = await bus.latest()
  const nodes = await write(3)
  const { rows } = await bus.read(before, 1)
  const [first] = rows
  if (!first) throw new Error('nothing was read')
  expect(nodesOf((await bus.read(bus.cursorOf(first), 10)).rows)).toEqual(nodes.slice(1))
})

test('an aborted subscription ends', async () => {
  const bus = await started()
  const { batches, end } = subscribe(bus)
  const waiting = batches.next()
  await eventually(() => bus.subscribers === 1)
  end.abort()
  expect(await waiting).toEqual({ done: true, value: undefined })
  expect(bus.subscribers).toBe(0)
})

test('nothing is behind when all was pushed', async () => {
  const bus = await started()
  await write()
  await eventually(async () => (await bus.lag()).changeLagMs === 0)
  // Of the whole server: a transaction in another database of it holds changes back as well.
  expect((await bus.lag()).oldestTransactionMs).toBeLessThan(5_000)
})
