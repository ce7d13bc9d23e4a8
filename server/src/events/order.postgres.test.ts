import { setTimeout as sleep } from 'node:timers/promises'
import type { ChangeBatchRows } from '@breakwater/schema/services.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { eventually } from '../../test/tasks.ts'
import { TEST_KEY } from '../../test/test-key.ts'
import { createEventBus, type EventBus } from './bus.ts'
import { ensureStream } from './stream-epoch.ts'

let opened: TestDatabase
let bus: EventBus
beforeAll(async () => {
  opened = await testDatabase()
  await ensureStream(opened.database)
  bus = createEventBus({ database: opened.database, key: TEST_KEY, log: { warn() {} }, pollMs: 60_000 })
  await bus.start()
})
afterAll(async () => {
  await bus.stop()
  await opened.close()
})

async function connection(): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: opened.url })
  await client.connect()
  return client
}

const insert = (node: string) => `insert into change (type, node, operation) values ('Pod', '${node}', 'ADDED')`
const nodes = (batch: ChangeBatchRows) => batch.rows.map((row) => row.node)

/** What can be read after `cursor` once it is `count` changes: an open transaction of another database holds them back too. */
function readable(cursor: string, count = 1): Promise<ChangeBatchRows> {
  return eventually(async () => {
    const batch = await bus.read(cursor, 10)
    return batch.rows.length >= count && batch
  })
}

test('a younger transaction with a lower seq, committed later, is neither lost nor pushed out of order', async () => {
  const [older, younger] = [await connection(), await connection()]
  const start = await bus.latest()
  await older.query('begin')
  await older.query('select pg_current_xact_id()')
  await younger.query('begin')
  await younger.query(insert('younger, first number'))
  await older.query(insert('older, second number'))
  await older.query('commit')
  const seen = await readable(start)
  expect(nodes(seen)).toEqual(['older, second number'])

  await younger.query('commit')
  const then = await readable(seen.cursor)
  expect(nodes(then)).toEqual(['younger, first number'])
  expect(then.rows[0]?.seq).toBeLessThan(seen.rows[0]?.seq ?? 0)
  await Promise.all([older.end(), younger.end()])
})

test('what committed above an open transaction waits for it, and then comes in order', async () => {
  const [open, quick] = [await connection(), await connection()]
  const start = await bus.latest()
  await open.query('begin')
  await open.query(insert('open'))
  await quick.query(insert('quick'))
  const held = await bus.read(start, 10)
  expect(nodes(held)).toEqual([])
  const lag = await bus.lag()
  expect(lag.changeLagMs).toBeGreaterThanOrEqual(0)
  expect(lag.oldestTransactionMs).toBeGreaterThan(0)

  await open.query('commit')
  expect(nodes(await readable(held.cursor, 2))).toEqual(['open', 'quick'])
  await Promise.all([open.end(), quick.end()])
})

test('a process that wrote nothing itself is told of what another wrote', async () => {
  const other = await connection()
  const batches = bus.subscribe(await bus.latest(), AbortSignal.timeout(5_000))[Symbol.asyncIterator]()
  const next = batches.next()
  await other.query('begin')
  await other.query(insert('from elsewhere'))
  await other.query('notify breakwater_change')
  await other.query('commit')
  expect(nodes((await next).value)).toEqual(['from elsewhere'])
  await Promise.all([other.end(), batches.return?.()])
})

test('what was held back is pushed soon after, though the transaction that held it back ended without a word', async () => {
  const [silent, quick] = [await connection(), await connection()]
  const batches = bus.subscribe(await bus.latest(), AbortSignal.timeout(10_000))[Symbol.asyncIterator]()
  const next = batches.next()
  await silent.query('begin')
  await silent.query('select pg_current_xact_id()')
  await quick.query('begin')
  await quick.query(insert('held back'))
  await quick.query('notify breakwater_change')
  await quick.query('commit')
  await sleep(300)
  const endedAtMs = Date.now()
  await silent.query('commit')
  expect(nodes((await next).value)).toEqual(['held back'])
  expect(Date.now() - endedAtMs).toBeLessThan(2_000)
  await Promise.all([silent.end(), quick.end(), batches.return?.()])
})
