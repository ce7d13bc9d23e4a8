import { pod, workload } from '@breakwater/drizzle/tables/asset.ts'
import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { hasLabels } from './label-filter.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  for (const table of [pod, workload]) {
    const kind = table === workload ? sql`, kind` : sql``
    const value = table === workload ? sql`, 'Deployment'` : sql``
    await db.execute(sql`
      insert into ${table} (id, name, labels, content_hash, first_seen_at ${kind})
      select i::text, i::text, jsonb_build_object('app', 'app-' || i, 'tier', 'front'), '', now() ${value} from generate_series(1, 4000) i`)
    await db.execute(sql`analyze ${table}`)
  }
})
afterAll(() => own.close())

test.each([
  ['workload_by_label', workload],
  ['pod_by_label', pod],
] as const)('a label and its value are found by the index %s', async (index, table) => {
  const where = hasLabels(table.labels, [{ key: 'app', value: 'app-7' }])
  const { rows } = await own.database.db.execute<Record<string, unknown>>(
    sql`explain select id from ${table} where ${where}`,
  )
  expect(JSON.stringify(rows)).toContain(index)
})

test('a label whose key and value are made of quotes asks for just that', async () => {
  const where = hasLabels(pod.labels, [{ key: `'"app`, value: `x'"}` }, { key: `"'?` }])
  const { rows } = await own.database.db.execute<Record<string, unknown>>(sql`select id from ${pod} where ${where}`)
  expect(rows).toEqual([])
})
