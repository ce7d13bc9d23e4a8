import type { ChangeBatchRows } from '@breakwater/schema/services.ts'
import pg from 'pg'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { createEventBus, type EventBus } from './bus.ts'
import { ensureStream } from './stream-epoch.ts'

let opened: TestDatabase
let bus: EventBus
beforeAll(async () => {
  opened = await testDatabase()
  await ensureStream(opened.database)
  bus = createEventBus({ database: opened.database, log: { warn() {} }, pollMs: 60_000 })
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

test('a younger transaction with a lower seq, committed later, is neither lost nor pushed out of order', async () => {
  const [older, younger] = [await connection(), await connection()]
  const start = await bus.latest()
  await older.query('begin')
  await older.query('select pg_current_xact_id()')
  await younger.query('begin')
  await younger.query(insert('younger, first number'))
  await older.query(insert('older, second number'))
  await older.query('commit')
  const seen = await bus.read(start, 10)
  expect(nodes(seen)).toEqual(['older, second number'])

  await younger.query('commit')
  const then = await bus.read(seen.cursor, 10)
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
  expect(nodes(await bus.read(held.cursor, 10))).toEqual(['open', 'quick'])
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
