import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { NO_RISKS, ONE_HIGH, riskyCluster } from '../../test/risk-domain.ts'
import { ASSET_TABLES } from './asset-tables.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
})
afterAll(() => own.close())

test('a sync that writes an asset anew leaves its risks', async () => {
  const { podRow } = await riskyCluster(own.database, 'c1')
  const written = { ...(await podRow()), ...NO_RISKS, status: 'CrashLoopBackOff' }
  await own.database.transaction((tx) => ASSET_TABLES.Pod.bulk.upsert(tx, [written]))
  expect(await podRow()).toMatchObject({ status: 'CrashLoopBackOff', ...ONE_HIGH })
})
