import { randomBytes } from 'node:crypto'
import type { Database } from '@breakwater/drizzle/database.ts'
import { change, stream } from '@breakwater/drizzle/tables/change.ts'
import { inArray, sql } from 'drizzle-orm'

export const STREAM = 'changes'
const BATCH = 1000

/**
 * Makes the stream at the first start. A database that was moved to another server (by dump and restore, say) counts its
 * transactions anew, so that old changes seem to lie in the future: such a one gets a new epoch here. Called at each start,
 * after the migrations.
 */
export async function ensureStream(database: Database): Promise<void> {
  await database.transaction((tx) =>
    tx.insert(stream).values({ id: STREAM, epoch: newName(), startedAt: sql`now()` }).onConflictDoNothing(),
  )
  if (await isMoved(database)) await startNewEpoch(database)
}

/**
 * Starts a new epoch: every cursor given out before gets a RESYNC. After a restore or a move. The changes that are kept
 * stay readable, in the order of their numbers.
 */
export async function startNewEpoch(database: Database): Promise<void> {
  await renumber(database)
  await database.transaction((tx) =>
    tx
      .insert(stream)
      .values({ id: STREAM, epoch: newName(), startedAt: sql`now()` })
      .onConflictDoUpdate({
        target: stream.id,
        set: { epoch: newName(), trimmedTransaction: '0', startedAt: sql`now()` },
      }),
  )
}

function newName(): string {
  return randomBytes(6).toString('base64url')
}

async function isMoved(database: Database): Promise<boolean> {
  const rows = await database.db
    .select({ seq: change.seq })
    .from(change)
    .where(sql`${change.transaction} >= pg_snapshot_xmax(pg_current_snapshot())`)
    .limit(1)
  return rows.length > 0
}

/** Transaction ids of an earlier life mean nothing in this one: all of it becomes one old transaction. */
async function renumber(database: Database): Promise<void> {
  for (let more = true; more; ) {
    more = await database.transaction(async (tx) => {
      const old = tx
        .select({ seq: change.seq })
        .from(change)
        .where(sql`${change.transaction} <> '1'`)
        .orderBy(sql`${change.transaction} desc`)
        .limit(BATCH)
      const done = await tx
        .update(change)
        .set({ transaction: '1' })
        .where(inArray(change.seq, old))
        .returning({ seq: change.seq })
      return done.length === BATCH
    })
  }
}
