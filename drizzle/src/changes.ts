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
  await tx.insert(change).values([...changes])
  const transaction = currentTransaction()
  if (!transaction || transaction.wroteChanges) return
  transaction.wroteChanges = true
  if (transaction.kind === 'postgres') await tx.execute(sql.raw(NOTIFY_STATEMENT))
}
