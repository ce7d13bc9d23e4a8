import { assetRisk } from '@breakwater/drizzle/tables/risk.ts'
import { and, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { riskyCluster } from '../../test/risk-domain.ts'
import { recountAssets } from './rollup.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
})
afterAll(() => own.close())

test('an asset that is being written meanwhile is not waited for, and its roll-up and its copy change together later', async () => {
  const { analyze, podId, podRow } = await riskyCluster(own.database, 'c1')
  const rollUp = async () => {
    const [row] = await own.database.db
      .select()
      .from(assetRisk)
      .where(and(eq(assetRisk.assetType, 'Pod'), eq(assetRisk.assetId, podId)))
      .limit(1)
    return row?.high
  }
  const client = await own.database.pool.connect()
  try {
    await client.query('begin')
    await client.query('select 1 from pod where id = $1 for update', [podId])
    await analyze([])
    expect([await rollUp(), (await podRow()).riskHigh]).toEqual([1, 1])
    await client.query('commit')
  } finally {
    client.release()
  }
  await recountAssets(own.database, 'c1')
  expect([await rollUp(), (await podRow()).riskHigh]).toEqual([undefined, 0])
})
