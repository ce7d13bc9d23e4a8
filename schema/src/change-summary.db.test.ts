import { sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../drizzle/test/database.ts'
import { administrator, answer, contextOf, scoped } from '../test/api.ts'
import { addChange, addCluster, addRisk, MORNING, NOON } from '../test/rows.ts'
import { CHANGES_LOOKED_AT } from './lists/folded-changes.ts'
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
  await addChange(db, 'a', 'a/Ingress/shop/web', { ...shop, type: 'Ingress', operation: 'ADDED' })
  await addRisk(db, 'before', { cluster: 'a', namespace: 'shop', firstSeenAt: MORNING })
  await addRisk(db, 'new', { cluster: 'a', namespace: 'shop', firstSeenAt: NOON })
  await addRisk(db, 'elsewhere', { cluster: 'b', namespace: 'pay', firstSeenAt: NOON })
  await addRisk(db, 'solved', { cluster: 'a', namespace: 'shop', firstSeenAt: NOON, state: 'RESOLVED' })
  await addRisk(db, 'waived', { cluster: 'a', namespace: 'shop', firstSeenAt: NOON, waiver: 'w' })
})
afterAll(() => own.close())

const SINCE = new Date(NOON.getTime() - 60_000).toISOString()
const KINDS = { added: 'NEW', gone: 'GONE', changed: 'CHANGED' } as const

interface Count {
  readonly type: string
  readonly added: number
  readonly gone: number
  readonly changed: number
}

async function summary(viewer: Viewer = administrator, args = `since: "${SINCE}"`) {
  const data = await answer(
    contextOf(own.database, viewer),
    `{ changeSummary(${args}) { since until countedSince newRisks counts { type added gone changed } } }`,
  )
  return data.changeSummary
}

function inWords(counts: readonly Count[]): string[] {
  return counts.map(({ type, added, gone, changed }) => `${type} +${added} -${gone} ~${changed}`)
}

test('things are counted once for what became of them, however often they changed', async () => {
  const { counts } = await summary()
  expect(inWords(counts)).toEqual(['ClusterNode +0 -0 ~1', 'Ingress +1 -0 ~0', 'Pod +2 -1 ~0'])
})

test('what happened before or after is not counted', async () => {
  const { counts } = await summary(administrator, `since: "${MORNING.toISOString()}", until: "${SINCE}"`)
  expect(inWords(counts)).toEqual(['Pod +1 -0 ~0'])
})

test('only what the viewer sees is counted', async () => {
  const ofCluster = await summary(scoped({ clusters: ['b'] }))
  expect([inWords(ofCluster.counts), ofCluster.newRisks]).toEqual([['ClusterNode +0 -0 ~1', 'Pod +1 -0 ~0'], 1])
  expect(inWords((await summary(scoped({ namespaces: ['pay'] }))).counts)).toEqual(['Pod +1 -0 ~0'])
})

test('each count is the total of the list for the same type, kind and period, and so many rows are in it', async () => {
  const { countedSince, until, counts } = await summary()
  for (const count of counts) {
    for (const field of ['added', 'gone', 'changed'] as const) {
      const filter = `{ types: ["${count.type}"], kinds: [${KINDS[field]}], period: { from: "${countedSince}", before: "${until}" } }`
      const { differences } = await answer(
        contextOf(own.database),
        `{ differences(first: 9, filter: ${filter}) { totalCount nodes { name } } }`,
      )
      expect([differences.totalCount, differences.nodes.length]).toEqual([count[field], count[field]])
    }
  }
})

test('new risks are those found first in the time that are open and not waived, as the list of risks has them', async () => {
  const { since, until, newRisks } = await summary()
  const { risks } = await answer(
    contextOf(own.database),
    `{ risks(first: 9, filter: { states: [OPEN], waived: false, firstSeen: { from: "${since}", before: "${until}" } }) { totalCount nodes { id } } }`,
  )
  expect([newRisks, risks.totalCount, risks.nodes.length]).toEqual([2, 2, 2])
})

test('of very many changes the newest are counted, in the list as well, and from when on is told', async () => {
  const later = new Date(NOON.getTime() + 60_000).toISOString()
  await own.database.db.execute(sql`
    insert into change (type, node, operation, cluster, namespace, at)
    select 'Container', 'a/shop/web-' || n % 1000 || '/main', 'MODIFIED', 'a', 'shop', ${later}::timestamptz
    from generate_series(1, ${CHANGES_LOOKED_AT}) n`)
  const { countedSince, counts } = await summary()
  expect(inWords(counts)).toEqual(['Container +0 -0 ~1000'])
  expect([countedSince > NOON.toISOString(), countedSince <= later]).toEqual([true, true])
  expect((await summary(administrator, `since: "${later}"`)).countedSince).toBe(later)
  const { differences } = await answer(contextOf(own.database), `{ differences(first: 1) { totalCount } }`)
  expect(differences.totalCount).toBe(1000)
})
