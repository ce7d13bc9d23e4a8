import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../drizzle/test/database.ts'
import { administrator, answer, contextOf, scoped } from '../test/api.ts'
import { addChange, addCluster, MORNING, NOON } from '../test/rows.ts'
import { CHANGES_LOOKED_AT } from './lists/asset-change-list.ts'
import type { Viewer } from './viewer.ts'

let own: TestDatabase
beforeAll(async () => {
  own = await testDatabase()
  const { db } = own.database
  await addCluster(db, 'a')
  await addCluster(db, 'b')
  const shop = { type: 'Pod', namespace: 'shop', at: NOON } as const
  await addChange(db, 'a', 'a/shop/old', { ...shop, operation: 'ADDED', at: MORNING })
  await addChange(db, 'a', 'a/shop/web', { ...shop, operation: 'ADDED' })
  for (let times = 0; times < 3; times++) await addChange(db, 'a', 'a/shop/web', shop)
  await addChange(db, 'a', 'a/shop/old', { ...shop, operation: 'REMOVED' })
  await addChange(db, 'b', 'b/pay/web', { ...shop, namespace: 'pay', operation: 'ADDED' })
  await addChange(db, 'b', 'b/n1', { type: 'ClusterNode', at: NOON })
  await addChange(db, 'a', 'a', { type: 'AssetCount', at: NOON })
})
afterAll(() => own.close())

const SINCE = new Date(NOON.getTime() - 60_000).toISOString()

async function summary(viewer: Viewer = administrator, args = `since: "${SINCE}"`) {
  const data = await answer(
    contextOf(own.database, viewer),
    `{ changeSummary(${args}) { since until complete counts { type operation total } } }`,
  )
  return data.changeSummary
}

function inWords(counts: readonly { type: string; operation: string; total: number }[]): string[] {
  return counts.map(({ type, operation, total }) => `${total} ${type} ${operation}`).toSorted()
}

test('assets are counted once for what happened to them, however often, and what is no asset is not', async () => {
  const { counts } = await summary()
  expect(inWords(counts)).toEqual(['1 CLUSTER_NODE MODIFIED', '1 POD MODIFIED', '1 POD REMOVED', '2 POD ADDED'])
})

test('what happened before or after is not counted', async () => {
  const { counts } = await summary(administrator, `since: "${MORNING.toISOString()}", until: "${SINCE}"`)
  expect(inWords(counts)).toEqual(['1 POD ADDED'])
})

test('only what the viewer sees is counted', async () => {
  expect(inWords((await summary(scoped({ clusters: ['b'] }))).counts)).toEqual([
    '1 CLUSTER_NODE MODIFIED',
    '1 POD ADDED',
  ])
  expect(inWords((await summary(scoped({ namespaces: ['pay'] }))).counts)).toEqual(['1 POD ADDED'])
})

test('each count is the total of the list for the same type, operation and time', async () => {
  const { since, until, counts } = await summary()
  for (const { type, operation, total } of counts) {
    const filter = `{ types: [${type}], operations: [${operation}], at: { from: "${since}", before: "${until}" } }`
    const { assetChanges } = await answer(
      contextOf(own.database),
      `{ assetChanges(first: 9, filter: ${filter}) { totalCount nodes { name } } }`,
    )
    expect([assetChanges.totalCount, assetChanges.nodes.length]).toEqual([total, total])
  }
})

test('of very many changes the newest are counted, and from when on is told', async () => {
  const later = new Date(NOON.getTime() + 60_000).toISOString()
  await own.database.db.execute(sql`
    insert into change (type, node, operation, cluster, namespace, at)
    select 'Container', 'a/shop/web-' || n % 1000 || '/main', 'MODIFIED', 'a', 'shop', ${later}::timestamptz
    from generate_series(1, ${CHANGES_LOOKED_AT}) n`)
  const { since, complete, counts } = await summary()
  expect({ complete, counts: inWords(counts) }).toEqual({ complete: false, counts: ['1000 CONTAINER MODIFIED'] })
  expect(since > NOON.toISOString()).toBe(true)
  expect((await summary(administrator, `since: "${later}"`)).complete).toBe(true)
})
