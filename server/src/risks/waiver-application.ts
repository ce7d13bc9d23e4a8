import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { risk, waiver } from '@breakwater/drizzle/tables/risk.ts'
import { and, asc, eq, gt, gte, lte, or, type SQL, sql } from 'drizzle-orm'
import { assignWaivers, distinctScopes, type RiskScope } from './assign.ts'
import { recountTallies } from './check-tallies.ts'
import { waiverCoversRisk, waiverIsActive } from './matching.ts'
import { recountRisks } from './rollup.ts'

const BATCH = 500

/**
 * Finishes what a new, ended or expired waiver began: its risks count or do not count, and the totals say so. A waiver stays
 * `pending` until all of that is written, so that what was interrupted is done again.
 */
export async function applyWaiver(database: Database, id: string): Promise<void> {
  const scopes = [
    ...(await reassign(database, sql`${risk.waiver} = ${id}`)),
    ...(await reassign(
      database,
      sql`exists (select 1 from ${waiver} where ${waiver.id} = ${id} and ${waiverIsActive} and ${waiverCoversRisk})`,
    )),
  ]
  await recountHidden(database)
  for (const scope of distinctScopes(scopes)) {
    await recountRisks(database, scope)
    if (scope.cluster !== '') await recountTallies(database, scope.cluster)
  }
  await database.transaction((tx) => tx.update(waiver).set({ pending: false }).where(eq(waiver.id, id)))
}

/**
 * Ends waivers whose date has come and finishes those that were interrupted. Cheap when there are none; the schedule calls it
 * every minute.
 */
export async function expireWaivers(database: Database): Promise<void> {
  const due = await database.transaction(async (tx) => {
    const expired = await tx
      .update(waiver)
      .set({ ended: true, pending: true })
      .where(and(eq(waiver.ended, false), lte(waiver.until, sql`now()`)))
      .returning()
    await recordChanges(
      tx,
      expired.map((row) => ({
        type: 'Waiver',
        node: row.id,
        operation: 'MODIFIED' as const,
        cluster: row.cluster,
        namespace: row.namespace,
        registry: row.registry,
        old: { ended: false },
        new: { ended: true },
      })),
    )
    return tx.select({ id: waiver.id }).from(waiver).where(eq(waiver.pending, true)).limit(100)
  })
  for (const { id } of due) await applyWaiver(database, id)
}

/**
 * Applies waivers that were made since `since`. A domain that writes findings calls it at its end: a waiver that was made while
 * a batch was being written has not seen that batch.
 */
export async function applyNewWaivers(database: Database, since: Date): Promise<void> {
  // The clocks of two processes may differ a little.
  const from = new Date(since.getTime() - 60_000)
  const fresh = await database.db
    .select({ id: waiver.id })
    .from(waiver)
    .where(and(gte(waiver.createdAt, from), waiverIsActive))
    .limit(100)
  for (const { id } of fresh) await applyWaiver(database, id)
}

/** Brings `hides` of every waiver to the number of open risks that it hides now. */
export async function recountHidden(database: Database): Promise<void> {
  const actual = sql`(select count(*)::int from ${risk} where ${risk.waiver} = ${waiver.id} and ${risk.state} = 'OPEN')`
  await database.transaction(async (tx) => {
    const before = await tx
      .select({ id: waiver.id, hides: waiver.hides })
      .from(waiver)
      .where(sql`(not ${waiver.ended} or ${waiver.hides} > 0) and ${waiver.hides} <> ${actual}`)
      .limit(BATCH)
    for (const row of before) {
      const [changed] = await tx.update(waiver).set({ hides: actual }).where(eq(waiver.id, row.id)).returning()
      if (!changed) continue
      const { cluster, namespace, registry, hides } = changed
      await recordChanges(tx, [
        {
          type: 'Waiver',
          node: row.id,
          operation: 'MODIFIED',
          cluster,
          namespace,
          registry,
          old: { hides: row.hides },
          new: { hides },
        },
      ])
    }
  })
}

/** Looks at all open risks for which `condition` holds, page by page. */
async function reassign(database: Database, condition: SQL): Promise<RiskScope[]> {
  const scopes: RiskScope[] = []
  let after = ''
  for (;;) {
    const page = await database.db
      .select({ id: risk.id })
      .from(risk)
      .where(and(gt(risk.id, after), or(eq(risk.state, 'OPEN'), sql`${risk.waiver} is not null`), condition))
      .orderBy(asc(risk.id))
      .limit(BATCH)
    const ids = page.map((row) => row.id)
    if (ids.length > 0) scopes.push(...(await database.transaction((tx) => assignWaivers(tx, ids))))
    const last = ids.at(-1)
    if (last === undefined || ids.length < BATCH) return distinctScopes(scopes)
    after = last
  }
}
