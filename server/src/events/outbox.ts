import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import { change, stream } from '@breakwater/drizzle/tables/change.ts'
import type { ChangeRow } from '@breakwater/schema/services.ts'
import { desc, eq, getColumns, sql } from 'drizzle-orm'
import type { Position } from './cursor.ts'
import { STREAM } from './stream-epoch.ts'

/** The most rows that one read gives. */
export const MOST_ROWS = 1000

export interface OutboxPage {
  readonly rows: readonly ChangeRow[]
  /** After the last of `rows`; without rows the place asked for. */
  readonly position: Position
  /** The place asked for is too far back, of another epoch, or none of this database: `position` is the end of the stream. */
  readonly resync: boolean
  readonly hasMore: boolean
  /** Something that is committed waits for an older transaction to end, which may end without a word. */
  readonly heldBack: boolean
}

/**
 * Where the stream ends now. What commits after this call, and what has not committed yet, comes after it; so read the
 * state after this, then go on from here. Changes that the state holds already may come again, none is lost.
 *
 * It is the place of a row that is there, never a transaction id alone: after a crash the database may give out once more
 * the ids of transactions that were rolled back.
 */
export async function endOfStream(queries: Queries): Promise<Position> {
  const last = queries
    .select({ transaction: change.transaction, seq: change.seq })
    .from(change)
    .where(BELOW_HORIZON)
    .orderBy(desc(change.transaction), desc(change.seq))
    .limit(1)
    .as('last')
  const [row] = await queries
    .select({ epoch: stream.epoch, transaction: last.transaction, seq: last.seq })
    .from(stream)
    .leftJoin(last, sql`true`)
    .where(eq(stream.id, STREAM))
  if (!row) throw new Error(NO_STREAM)
  return { epoch: row.epoch, transaction: row.transaction ?? '0', seq: row.seq ?? 0 }
}

/**
 * At most `limit` (1-1,000) rows after `after`, undefined being the start of what is kept, in the order (transaction, seq):
 * what is below the oldest transaction still open, for one that is open may yet commit a row that comes before those of
 * younger ones.
 */
export async function readOutbox(database: Database, after: Position | undefined, limit: number): Promise<OutboxPage> {
  const { transaction, seq } = after ?? { transaction: '0', seq: 0 }
  const page = database.db
    .select()
    .from(change)
    .where(sql`(${change.transaction}, ${change.seq}) > (${transaction}::xid8, ${seq}::bigint)`)
    .orderBy(change.transaction, change.seq)
    .limit(limit + 1)
    .as('page')
  // One statement, so that the rows and the state of the stream are of one snapshot.
  const found = await database.db
    .select({
      epoch: stream.epoch,
      trimmed: stream.trimmedTransaction,
      next: sql<string>`pg_snapshot_xmax(pg_current_snapshot())`,
      horizon: sql<string>`pg_snapshot_xmin(pg_current_snapshot())`,
      row: getColumns(page),
    })
    .from(stream)
    .leftJoin(page, sql`true`)
    .where(eq(stream.id, STREAM))
    .orderBy(page.transaction, page.seq)
  const [state] = found
  if (!state) throw new Error(NO_STREAM)
  if (after && isLost(after, state)) {
    return { rows: [], position: await endOfStream(database.db), resync: true, hasMore: false, heldBack: false }
  }
  const horizon = BigInt(state.horizon)
  const committed = found.map(({ row }) => row).filter((row) => row !== null)
  const readable = committed.filter((row) => BigInt(row.transaction) < horizon)
  const rows = readable.slice(0, limit)
  const position = { epoch: state.epoch, transaction, seq, ...placeOf(rows.at(-1)) }
  const [hasMore, heldBack] = [readable.length > limit, readable.length < committed.length]
  return { rows, position, resync: false, hasMore, heldBack }
}

/** The place of a row in its epoch; of no row, nothing. */
export function placeOf(row: ChangeRow | undefined): Partial<Pick<Position, 'transaction' | 'seq'>> {
  return row ? { transaction: row.transaction, seq: row.seq } : {}
}

interface StreamState {
  readonly epoch: string
  readonly trimmed: string
  readonly next: string
}

function isLost(after: Position, { epoch, trimmed, next }: StreamState): boolean {
  return (
    after.epoch !== epoch ||
    // Something that came after it, or that follows it in its own transaction, was removed.
    (trimmed !== '0' && BigInt(after.transaction) <= BigInt(trimmed)) ||
    // Given out by a server that had counted further: a copy was put back without a new epoch.
    BigInt(after.transaction) >= BigInt(next)
  )
}

const BELOW_HORIZON = sql`${change.transaction} < pg_snapshot_xmin(pg_current_snapshot())`
const NO_STREAM = 'The stream of changes was not made; ensureStream() comes after the migrations.'

export interface OutboxLag {
  /** Age of the oldest change that is committed and comes after `position`. */
  readonly changeLagMs: number
  /** Age of the oldest open transaction that wrote something: what came after it began is held back. */
  readonly oldestTransactionMs: number
}

/** How far `position` is behind, and what holds changes back. */
export async function readLag(database: Database, position: Position): Promise<OutboxLag> {
  const [pending] = await database.db
    .select({ ageMs: sql<number>`greatest(0, extract(epoch from now() - ${change.at}) * 1000)::float8` })
    .from(change)
    .where(sql`(${change.transaction}, ${change.seq}) > (${position.transaction}::xid8, ${position.seq}::bigint)`)
    .orderBy(change.transaction, change.seq)
    .limit(1)
  const { rows } = await database.pool.query<{ ageMs: number | null }>(
    `select extract(epoch from now() - min(began)) * 1000 as "ageMs" from (
       select xact_start from pg_stat_activity where backend_xid is not null and pid <> pg_backend_pid()
       union all select prepared from pg_prepared_xacts
     ) open(began)`,
  )
  return {
    changeLagMs: Math.round(Number(pending?.ageMs ?? 0)),
    oldestTransactionMs: Math.max(0, Math.round(Number(rows[0]?.ageMs ?? 0))),
  }
}
