import { sql } from 'drizzle-orm'
import { currentTransaction, type Queries } from './database.ts'
import { NOTIFY_STATEMENT } from './postgres-only.ts'
import { change, type OPERATIONS } from './tables/change.ts'

/** One change of a row, for the outbox. */
export interface NewChange {
  /** GraphQL type, such as `Workload`. */
  readonly type: string
  /** Natural key of the row. */
  readonly node: string
  readonly operation: (typeof OPERATIONS)[number]
  readonly cluster?: string
  readonly namespace?: string
  readonly registry?: string
  /** Filterable columns before; changed ones only for MODIFIED. */
  readonly old?: Record<string, unknown> | undefined
  readonly new?: Record<string, unknown> | undefined
}

/**
 * Writes `changes` to the outbox, in the transaction that changed the rows. At most 1,000 at a time. Readers are woken at
 * the commit: on PostgreSQL in every process by a notification, on the embedded database by `Database.onChanges`.
 */
export async function recordChanges(tx: Queries, changes: readonly NewChange[]): Promise<void> {
  if (changes.length === 0) return
  // As one JSON text: half the time of a list of values.
  await tx.execute(sql`
    insert into ${change} (type, node, operation, cluster, namespace, registry, old, new)
    select type, node, operation, coalesce(cluster, ''), coalesce(namespace, ''), coalesce(registry, ''), old, new
    from rows from (jsonb_to_recordset(${JSON.stringify(changes)}::jsonb) as
      (type text, node text, operation text, cluster text, namespace text, registry text, old jsonb, new jsonb)
    ) with ordinality as row (type, node, operation, cluster, namespace, registry, old, new, place)
    order by place`)
  const transaction = currentTransaction()
  if (!transaction || transaction.wroteChanges) return
  transaction.wroteChanges = true
  if (transaction.kind === 'postgres') await tx.execute(sql.raw(NOTIFY_STATEMENT))
}
