import { type NewChange, recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { and, asc, eq, gt, inArray } from 'drizzle-orm'
import type { ExposureRecord } from './exposure-record.ts'
import { isWithin, sourcesOfAll } from './sources.ts'
import type { AnalyzeAnswer } from './thread-messages.ts'

type Row = typeof exposure.$inferSelect

export interface WriteOutcome {
  readonly added: number
  readonly modified: number
  readonly removed: number
  /** Closings that the next analysis has to agree to. */
  readonly waiting: number
}

const BATCH = 100
/** A read is to take at most 50 ms. */
const ROWS_A_READ = 5_000
/** What closes an exposure within this time and opens it again is one exposure. */
const REOPENED_WITHIN_MS = 30 * 24 * 60 * 60_000
/** Reasons that come and go with the readiness of pods. */
const OF_READINESS = new Set(['noReadyEndpoint', 'readinessUnknown', 'terminating'])

/** Open exposures of a cluster: content hash by id. */
export async function storedExposures({ db }: Database, uid: string): Promise<Map<string, string>> {
  const stored = new Map<string, string>()
  for (let after = ''; ; ) {
    const rows = await db
      .select({ id: exposure.id, hash: exposure.contentHash })
      .from(exposure)
      .where(and(eq(exposure.cluster, uid), eq(exposure.state, 'OPEN'), gt(exposure.id, after)))
      .orderBy(asc(exposure.id))
      .limit(ROWS_A_READ)
    for (const { id, hash } of rows) stored.set(id, hash)
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_A_READ) return stored
    after = last.id
  }
}

/**
 * Makes the rows of a cluster what an analysis found, each batch in a transaction with its changes. What opened or widened is written at once;
 * what closed for nothing but pods that are not ready is written when the second analysis in a row says so.
 */
export async function writeExposures(
  database: Database,
  uid: string,
  { differing, gone }: AnalyzeAnswer,
  signal: AbortSignal,
): Promise<WriteOutcome> {
  const now = new Date()
  let outcome: WriteOutcome = { added: 0, modified: 0, removed: 0, waiting: 0 }
  for (let at = 0; at < differing.length; at += BATCH) {
    signal.throwIfAborted()
    const batch = differing.slice(at, at + BATCH)
    outcome = sum(outcome, await database.transaction((tx) => writeBatch(tx, batch, now)))
  }
  for (let at = 0; at < gone.length; at += BATCH) {
    signal.throwIfAborted()
    const ids = gone.slice(at, at + BATCH)
    outcome = sum(outcome, await database.transaction((tx) => resolve(tx, ids, now)))
  }
  await calmed(database, uid, new Set(differing.map(({ id }) => id)))
  return outcome
}

/** What was about to close and is found as before waits for nothing any more. */
async function calmed(database: Database, uid: string, differing: ReadonlySet<string>): Promise<void> {
  const rows = await database.db
    .select({ id: exposure.id })
    .from(exposure)
    .where(and(eq(exposure.cluster, uid), eq(exposure.closing, true)))
    .limit(ROWS_A_READ)
  const ids = rows.map(({ id }) => id).filter((id) => !differing.has(id))
  for (let at = 0; at < ids.length; at += BATCH) {
    const some = ids.slice(at, at + BATCH)
    await database.transaction((tx) => tx.update(exposure).set({ closing: false }).where(inArray(exposure.id, some)))
  }
}

async function writeBatch(tx: Queries, batch: readonly ExposureRecord[], now: Date): Promise<WriteOutcome> {
  const ids = batch.map(({ id }) => id)
  const before = await tx.select().from(exposure).where(inArray(exposure.id, ids)).limit(ids.length).for('update')
  const known = new Map(before.map((row) => [row.id, row]))
  const fresh: (typeof exposure.$inferInsert)[] = []
  const changes: NewChange[] = []
  let waiting = 0
  for (const record of batch) {
    const old = known.get(record.id)
    if (old && isPassing(old, record)) {
      await tx.update(exposure).set({ closing: true }).where(eq(exposure.id, old.id))
      waiting++
      continue
    }
    changes.push(old?.state === 'OPEN' ? modified(old, record) : opened(record))
    if (!old) fresh.push({ ...record, firstSeenAt: now })
    else
      await tx
        .update(exposure)
        .set({ ...record, ...reopened(old, now) })
        .where(eq(exposure.id, old.id))
  }
  if (fresh.length > 0) await tx.insert(exposure).values(fresh)
  await recordChanges(tx, changes)
  const added = changes.filter(({ operation }) => operation === 'ADDED').length
  return { added, modified: changes.length - added, removed: 0, waiting }
}

/** Whether nothing but readiness made it weaker, and that for the first time. */
function isPassing(old: Row, record: ExposureRecord): boolean {
  if (old.state !== 'OPEN' || old.closing || record.verdictRank >= old.verdictRank) return false
  const before = new Set(old.reasons.map(({ code }) => code))
  return record.reasons.some(({ code }) => OF_READINESS.has(code) && !before.has(code))
}

function reopened(old: Row, now: Date): Partial<Row> {
  const open = { state: 'OPEN', lastSeenAt: null, resolvedAt: null, closing: false } as const
  const isSame = old.resolvedAt === null || now.getTime() - old.resolvedAt.getTime() <= REOPENED_WITHIN_MS
  return isSame ? open : { ...open, firstSeenAt: now }
}

/** What lists filter by: what a past state is rebuilt from. */
const FILTERABLE = ['verdict', 'priority', 'title', 'sources', 'tls', 'addresses', 'port', 'finding'] as const

function modified(old: Row, record: ExposureRecord): NewChange {
  const differing = FILTERABLE.filter((column) => JSON.stringify(old[column]) !== JSON.stringify(record[column]))
  const pick = (from: Row | ExposureRecord) => Object.fromEntries(differing.map((column) => [column, from[column]]))
  const widened = isWidened(old, record) ? { widened: true } : {}
  return { ...place(record), operation: 'MODIFIED', old: pick(old), new: { ...pick(record), ...widened } }
}

/** A stronger verdict, or other sources with the same one. */
function isWidened(old: Row, record: ExposureRecord): boolean {
  if (old.verdictRank !== record.verdictRank) return record.verdictRank > old.verdictRank
  return !isWithin(sourcesOfAll(record.sources), sourcesOfAll(old.sources))
}

function opened(record: ExposureRecord): NewChange {
  return { ...place(record), operation: 'ADDED', new: filterable(record) }
}

function filterable(row: Row | ExposureRecord): Record<string, unknown> {
  const { entryKind, entryName, workloadName, containerPort, protocol } = row
  const columns = Object.fromEntries(FILTERABLE.map((column) => [column, row[column]]))
  return { ...columns, entryKind, entryName, workloadName, containerPort, protocol }
}

function place({ id, cluster, namespace }: Row | ExposureRecord) {
  return { type: 'Exposure', node: id, cluster, namespace }
}

async function resolve(tx: Queries, ids: readonly string[], now: Date): Promise<WriteOutcome> {
  const rows = await tx
    .update(exposure)
    .set({ state: 'RESOLVED', resolvedAt: now, lastSeenAt: now, closing: false })
    .where(and(inArray(exposure.id, [...ids]), eq(exposure.state, 'OPEN')))
    .returning()
  await recordChanges(
    tx,
    rows.map((row) => ({ ...place(row), operation: 'REMOVED' as const, old: filterable(row) })),
  )
  return { added: 0, modified: 0, removed: rows.length, waiting: 0 }
}

function sum(a: WriteOutcome, b: WriteOutcome): WriteOutcome {
  return {
    added: a.added + b.added,
    modified: a.modified + b.modified,
    removed: a.removed + b.removed,
    waiting: a.waiting + b.waiting,
  }
}
