import { change, OPERATIONS } from '@breakwater/drizzle/tables/change.ts'
import { ASSET_TYPES } from '@breakwater/drizzle/tables/risk.ts'
import { and, desc, sql } from 'drizzle-orm'
import type { Context } from './context.ts'
import { assetChangeList, CHANGES_LOOKED_AT, changedAssets } from './lists/asset-change-list.ts'
import type { ScopeShape } from './lists/scope-input.ts'

export interface ChangeSummaryShape {
  /** What was asked for, or the first moment that is counted when there are too many changes. */
  readonly since: Date
  readonly until: Date
  readonly complete: boolean
  readonly counts: readonly {
    readonly type: (typeof ASSET_TYPES)[number]
    readonly operation: (typeof OPERATIONS)[number]
    readonly total: number
  }[]
}

/**
 * How many assets of each type are new, gone and changed, as the list of changed assets has them. Bounded by the number of
 * changes that are looked at, so it takes the same time however long the outbox is.
 */
export async function summarizeChanges(
  context: Context,
  asked: { readonly since: Date; readonly until?: Date | null; readonly scope?: ScopeShape | null },
): Promise<ChangeSummaryShape> {
  const until = asked.until ?? new Date()
  const leftOut = await lastLeftOut(context)
  const complete = leftOut === undefined || leftOut < asked.since
  const since = complete ? asked.since : new Date(leftOut.getTime() + 1)
  const filter = { scope: asked.scope, at: { from: since, before: until } }
  const conditions = and(assetChangeList.visible(context.viewer), ...assetChangeList.where(filter, context))
  const rows = await context.database.db
    .select({
      type: sql<(typeof ASSET_TYPES)[number]>`changed.type`,
      operation: sql<(typeof OPERATIONS)[number]>`changed.operation`,
      total: sql<number>`count(*)`.mapWith(Number),
    })
    .from(sql`${changedAssets(conditions)} as changed`)
    .groupBy(sql`changed.type`, sql`changed.operation`)
    .limit(ASSET_TYPES.length * OPERATIONS.length)
  return { since, until, complete, counts: rows }
}

/** When the newest change was written that is too old to be looked at; undefined when all are looked at. */
async function lastLeftOut(context: Context): Promise<Date | undefined> {
  const [row] = await context.database.db
    .select({ at: change.at })
    .from(change)
    .where(sql`${change.seq} <= (select coalesce(max(newest.seq), 0) - ${CHANGES_LOOKED_AT} from ${change} as newest)`)
    .orderBy(desc(change.seq))
    .limit(1)
  return row?.at
}
