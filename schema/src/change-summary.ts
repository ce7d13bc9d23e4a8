import { change, ofObjects, stream } from '@breakwater/drizzle/tables/change.ts'
import { risk } from '@breakwater/drizzle/tables/risk.ts'
import { and, asc, desc, type SQL, sql } from 'drizzle-orm'
import type { Context } from './context.ts'
import { differenceList } from './lists/difference-list.ts'
import { CHANGES_LOOKED_AT, foldedChanges } from './lists/folded-changes.ts'
import { riskList } from './lists/risk-list.ts'
import type { ScopeShape } from './lists/scope-input.ts'

/** Two moments that are compared, and where. */
export interface ChangeSummaryShape {
  readonly since: Date
  /** Itself not included. */
  readonly until: Date
  readonly scope: ScopeShape | null | undefined
}

export interface DifferenceCountShape {
  readonly type: string
  readonly added: number
  readonly gone: number
  readonly changed: number
}

const MOST_TYPES = 500

/** The conditions of the list of differences for the same place and time. */
export function summarized({ since, until, scope }: ChangeSummaryShape, context: Context): SQL | undefined {
  const filter = { scope: scope ?? null, period: { from: since, before: until } }
  return and(differenceList.visible(context.viewer), ...differenceList.where(filter, context))
}

/** How many things of each type are new, gone and changed, as the list of differences has them. */
export async function countDifferences(summary: ChangeSummaryShape, context: Context): Promise<DifferenceCountShape[]> {
  const count = (kind: string) => sql`(count(*) filter (where kind = ${kind}))::int`
  const { rows } = await context.database.db.execute<Record<keyof DifferenceCountShape, unknown>>(
    sql`select type, ${count('NEW')} as added, ${count('GONE')} as gone, ${count('CHANGED')} as changed
      from ${foldedChanges(summarized(summary, context))} as difference group by type order by type limit ${MOST_TYPES}`,
  )
  return rows.map((row) => ({
    type: String(row.type),
    added: Number(row.added),
    gone: Number(row.gone),
    changed: Number(row.changed),
  }))
}

/** From when on changes are counted: what was asked for, or later when there are more than are looked at. */
export async function countedSince(summary: ChangeSummaryShape, context: Context): Promise<Date> {
  const [leftOut] = await context.database.db
    .select({ at: change.at })
    .from(change)
    .where(and(ofObjects, summarized(summary, context)))
    .orderBy(desc(change.at), desc(change.seq))
    .offset(CHANGES_LOOKED_AT)
    .limit(1)
  return leftOut ? new Date(leftOut.at.getTime() + 1) : summary.since
}

/** Risks that were found first within the time and are still open and not waived, as the list of risks has them. */
export async function countNewRisks({ since, until, scope }: ChangeSummaryShape, context: Context): Promise<number> {
  const filter = {
    scope: scope ?? null,
    states: ['OPEN' as const],
    waived: false,
    firstSeen: { from: since, before: until },
  }
  const [row] = await context.database.db
    .select({ total: sql<number>`count(*)`.mapWith(Number) })
    .from(risk)
    .where(and(riskList.visible(context.viewer), ...riskList.where(filter, context)))
    .limit(1)
  return row?.total ?? 0
}

/** The beginning of the outbox, or of what retention has left of it. */
export async function keptSince(context: Context): Promise<Date> {
  const { db } = context.database
  const [begun] = await db
    .select({ at: stream.startedAt, trimmed: sql<boolean>`${stream.trimmedTransaction} > '0'::xid8` })
    .from(stream)
    .limit(1)
  if (begun && !begun.trimmed) return begun.at
  const [oldest] = await db
    .select({ at: change.at })
    .from(change)
    .orderBy(asc(change.transaction), asc(change.seq))
    .limit(1)
  return oldest?.at ?? new Date()
}
