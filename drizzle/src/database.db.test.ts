import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../test/database.ts'
import { recordChanges } from './changes.ts'
import { change } from './tables/change.ts'

let test_: TestDatabase
beforeAll(async () => {
  test_ = await testDatabase()
})
afterAll(() => test_.close())

const rows = () => test_.database.db.select().from(change)
const oneChange = [{ type: 'Cluster', node: 'a', operation: 'ADDED' as const }]
const pause = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

test('what a transaction wrote before it threw is not there', async () => {
  const failed = test_.database.transaction(async (tx) => {
    await recordChanges(tx, oneChange)
    throw new Error('no')
  })
  await expect(failed).rejects.toThrow('no')
  expect(await rows()).toHaveLength(0)
})

test('a transaction over its deadline is rolled back, and the next one works', async () => {
  const late = test_.database.transaction(
    async (tx) => {
      await recordChanges(tx, oneChange)
      await pause(400)
      await tx.select().from(change)
    },
    { deadlineMs: 150 },
  )
  await expect(late).rejects.toMatchObject({ code: 'DEADLINE' })
  expect(await rows()).toHaveLength(0)
  await test_.database.transaction((tx) => recordChanges(tx, oneChange))
  expect(await rows()).toHaveLength(1)
})

test('a call to the pool inside a transaction throws instead of waiting for ever', async () => {
  const wrong = test_.database.transaction(() => rows())
  await expect(wrong).rejects.toMatchObject({ cause: expect.objectContaining({ code: 'POOL_IN_TRANSACTION' }) })
})

test('a transaction inside a transaction throws', async () => {
  const wrong = test_.database.transaction(() => test_.database.transaction(async () => {}))
  await expect(wrong).rejects.toMatchObject({ code: 'NESTED' })
})
