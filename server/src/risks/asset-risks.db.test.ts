import { pod } from '@breakwater/drizzle/tables/asset.ts'
import { eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { NO_RISKS, ONE_HIGH, riskyCluster } from '../../test/risk-domain.ts'
import { recountAssets } from './rollup.ts'

let own: TestDatabase
let made = 0
beforeAll(async () => {
  own = await testDatabase()
})
afterAll(() => own.close())

test('an asset carries what the roll-up says of it, and nothing once it is resolved', async () => {
  const { analyze, podRow } = await riskyCluster(own.database, `carried${++made}`)
  expect(await podRow()).toMatchObject(ONE_HIGH)
  await analyze([])
  expect(await podRow()).toMatchObject(NO_RISKS)
})

test('an asset that comes after its roll-up carries it at the end of the sync that brought it', async () => {
  const { podId, podRow } = await riskyCluster(own.database, `carried${++made}`)
  const { riskHigh: _high, riskMedium: _medium, riskLow: _low, atRisk: _, ...brought } = await podRow()
  await own.database.db.delete(pod).where(eq(pod.id, podId))
  await own.database.db.insert(pod).values(brought)
  expect(await podRow()).toMatchObject(NO_RISKS)
  await recountAssets(own.database, `carried${made}`)
  expect(await podRow()).toMatchObject(ONE_HIGH)
})
