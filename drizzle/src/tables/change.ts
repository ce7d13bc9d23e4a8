import { sql } from 'drizzle-orm'
import { bigint, index, jsonb, snakeCase, text } from 'drizzle-orm/pg-core'
import { moment, scope, sortedText, transactionId } from './columns.ts'

export const OPERATIONS = ['ADDED', 'MODIFIED', 'REMOVED'] as const

/**
 * Rows of what stands in clusters: not of tasks, risks and counts, which may be very many more. Written out, so that an
 * index on just these is found for a question that asks in the same words.
 */
export const ofObjects = sql.raw(
  `type not in ('AssetCount', 'Coverage', 'ClusterWatch', 'Task', 'TaskItem', 'Risk', 'Waiver', 'Analysis', 'Exposure', 'CheckResult')`,
)

/**
 * The outbox: every change of a row, written in the row's own transaction. Read in the order (transaction, seq) and only
 * below the oldest transaction still open: seq alone is wrong, for a younger transaction may hold a lower one and commit later.
 */
export const change = snakeCase.table(
  'change',
  {
    seq: bigint({ mode: 'number' }).primaryKey().generatedAlwaysAsIdentity(),
    transaction: transactionId().notNull().default(sql`pg_current_xact_id()`),
    at: moment().notNull().default(sql`now()`),
    /** GraphQL type and natural key of what changed. */
    type: sortedText().notNull(),
    node: sortedText().notNull(),
    operation: text({ enum: OPERATIONS }).notNull(),
    ...scope(),
    /** Filterable columns before and after, changed ones only for MODIFIED. */
    old: jsonb().$type<Record<string, unknown>>(),
    new: jsonb().$type<Record<string, unknown>>(),
  },
  (t) => [
    index('change_order').on(t.transaction, t.seq),
    index('change_node').on(t.type, t.node, t.seq),
    // Rows stand in the order of their times, so that a summary of each block is enough for the retention.
    index('change_at').using('brin', t.at),
    // The newest of a time, of all clusters and of one.
    index('change_of_objects').on(t.at, t.seq).where(ofObjects),
    index('change_of_cluster').on(t.cluster, t.at, t.seq).where(ofObjects),
  ],
)

/** One row: the epoch of the outbox. A restore or a move starts a new one, and cursors of the old get a RESYNC. */
export const stream = snakeCase.table('stream', {
  id: text().primaryKey().default('changes'),
  epoch: text().notNull(),
  /** Everything up to here was removed by retention; a cursor below it is too old. */
  trimmedTransaction: transactionId().notNull().default(sql`'0'`),
  startedAt: moment().notNull(),
})
