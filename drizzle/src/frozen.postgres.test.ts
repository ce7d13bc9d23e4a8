import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../test/database.ts'

let opened: TestDatabase
beforeAll(async () => {
  opened = await testDatabase()
})
afterAll(() => opened.close())

test('the server ends a transaction in which its process does nothing for longer than the deadline allows', async () => {
  const [limit] = await opened.database.transaction(
    (tx) =>
      tx.select({ value: sql`current_setting('idle_in_transaction_session_timeout')` }).from(sql`(values (1)) one`),
    { deadlineMs: 1_500 },
  )
  expect(limit?.value).toBe('3s')
})

test('the limit holds inside transactions only', async () => {
  const { rows } = await opened.database.pool.query('show idle_in_transaction_session_timeout')
  expect(rows).toEqual([{ idle_in_transaction_session_timeout: '0' }])
})
