import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../test/database.ts'

let opened: TestDatabase
beforeAll(async () => {
  opened = await testDatabase()
})
afterAll(() => opened.close())

test('reads and transactions that come at the same time do not mix their statements', async () => {
  const read = async (n: number) => (await opened.database.pool.query('select $1::int as n', [n])).rows[0]?.n
  const write = (n: number) =>
    opened.database.transaction(async (tx) => {
      const [row] = await tx.select({ name: sql`${'text'}::text`, n: sql`${n}::int` }).from(sql`(values (1)) as one`)
      return row?.n
    })
  for (let round = 0; round < 10; round++) {
    const results = await Promise.all(Array.from({ length: 20 }, (_, n) => (n % 5 === 0 ? write(n) : read(n))))
    expect(results).toEqual(Array.from({ length: 20 }, (_, n) => n))
  }
})

test('a statement that outlives its deadline does not stop those who wait', async () => {
  const late = opened.database.transaction((tx) => tx.execute(sql`select count(*) from generate_series(1, 3000000)`), {
    deadlineMs: 50,
  })
  const waiting = Array.from({ length: 5 }, () => opened.database.pool.query('select 1'))
  await expect(late).rejects.toMatchObject({ code: 'DEADLINE' })
  await expect(Promise.all(waiting)).resolves.toHaveLength(5)
})

test('a read waits for the transaction that runs, not for those that wait as well', async () => {
  const pause = () => new Promise((resolve) => setTimeout(resolve, 50))
  let ended = 0
  const transactions = Array.from({ length: 5 }, () =>
    opened.database.transaction(async (tx) => {
      await tx.execute(sql`select 1`)
      await pause()
      ended++
    }),
  )
  await pause()
  await opened.database.pool.query('select 1')
  expect(ended).toBeLessThanOrEqual(2)
  await Promise.all(transactions)
})
