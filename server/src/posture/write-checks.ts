import { type NewChange, recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import { checkedObject, checkResult } from '@breakwater/drizzle/tables/posture.ts'
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { type Finding, resolveFindings, writeFindings } from '../risks/findings.ts'
import { findingOf } from './check-finding.ts'
import type { CheckedRecord, CheckRecord } from './check-record.ts'
import type { StoredChecks } from './thread-messages.ts'

type Row = typeof checkResult.$inferSelect

export interface WriteOutcome {
  readonly added: number
  readonly modified: number
  readonly removed: number
}

export const NOTHING_WRITTEN: WriteOutcome = { added: 0, modified: 0, removed: 0 }

const BATCH = 100
/** A read is to take at most 50 ms. */
const ROWS_A_READ = 5_000
/** What is mended within this time and comes back is one result. */
const REOPENED_WITHIN_MS = 30 * 24 * 60 * 60_000

/** What is stored of a cluster: its open results, and the objects that were judged. */
export async function storedChecks(database: Database, uid: string): Promise<StoredChecks> {
  const checks = new Map<string, { readonly hash: string; readonly rule: string }>()
  const { id, contentHash: hash, rule, cluster, state } = checkResult
  for (let after = ''; ; ) {
    const rows = await database.db
      .select({ id, hash, rule })
      .from(checkResult)
      .where(and(eq(cluster, uid), eq(state, 'OPEN'), gt(id, after)))
      .orderBy(asc(id))
      .limit(ROWS_A_READ)
    for (const row of rows) checks.set(row.id, { hash: row.hash, rule: row.rule })
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_A_READ) return { checks, objects: await storedObjects(database, uid) }
    after = last.id
  }
}

async function storedObjects({ db }: Database, uid: string): Promise<Map<string, string>> {
  const objects = new Map<string, string>()
  const { id, contentHash: hash, cluster } = checkedObject
  for (let after = ''; ; ) {
    const rows = await db
      .select({ id, hash })
      .from(checkedObject)
      .where(and(eq(cluster, uid), gt(id, after)))
      .orderBy(asc(id))
      .limit(ROWS_A_READ)
    for (const row of rows) objects.set(row.id, row.hash)
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_A_READ) return objects
    after = last.id
  }
}

/** Writes results that are new or differ. Each batch is a transaction with its changes and its risks, so that no row is without its risk. */
export async function writeChecks(
  database: Database,
  { cluster, remedies }: { readonly cluster: string; readonly remedies: ReadonlyMap<string, string> },
  records: readonly CheckRecord[],
  signal: AbortSignal,
): Promise<WriteOutcome> {
  const now = new Date()
  let outcome = NOTHING_WRITTEN
  for (let at = 0; at < records.length; at += BATCH) {
    signal.throwIfAborted()
    const batch = records.slice(at, at + BATCH)
    const written = await database.transaction(async (tx) => {
      const rows = await writeBatch(tx, batch, now)
      const findings = batch.map((record) => findingOf(record, remedies.get(record.rule) ?? ''))
      const open = findings.filter((one): one is Finding => one !== undefined)
      await writeFindings(tx, { kind: 'CONFIGURATION', cluster }, open, now)
      // What is exempt now was a risk before.
      await resolveFindings(
        tx,
        batch.filter((_, index) => findings[index] === undefined).map(({ risk }) => risk),
        now,
      )
      return rows
    })
    outcome = sum(outcome, written)
  }
  return outcome
}

/** Resolves results that are none any more, with their risks. */
export async function resolveChecks(
  database: Database,
  gone: readonly string[],
  signal: AbortSignal,
): Promise<WriteOutcome> {
  const now = new Date()
  let removed = 0
  for (let at = 0; at < gone.length; at += BATCH) {
    signal.throwIfAborted()
    removed += await database.transaction((tx) => resolve(tx, gone.slice(at, at + BATCH), now))
  }
  return { ...NOTHING_WRITTEN, removed }
}

/** The rows of judged objects: they say in numbers what the results say, and are no events of their own. */
export async function writeObjects(
  database: Database,
  objects: readonly CheckedRecord[],
  signal: AbortSignal,
): Promise<void> {
  const now = new Date()
  for (let at = 0; at < objects.length; at += BATCH) {
    signal.throwIfAborted()
    const batch = objects.slice(at, at + BATCH).map((object) => ({ ...object, firstSeenAt: now }))
    await database.transaction((tx) =>
      tx
        .insert(checkedObject)
        .values(batch)
        .onConflictDoUpdate({
          target: checkedObject.id,
          set: {
            workload: sql`excluded.workload`,
            passed: sql`excluded.passed`,
            failed: sql`excluded.failed`,
            exempt: sql`excluded.exempt`,
            notAssessable: sql`excluded.not_assessable`,
            contentHash: sql`excluded.content_hash`,
          },
        }),
    )
  }
}

export async function removeObjects(database: Database, ids: readonly string[], signal: AbortSignal): Promise<void> {
  for (let at = 0; at < ids.length; at += BATCH) {
    signal.throwIfAborted()
    const some = ids.slice(at, at + BATCH)
    await database.transaction((tx) => tx.delete(checkedObject).where(inArray(checkedObject.id, some)))
  }
}

type Written = Omit<CheckRecord, 'labels'>

async function writeBatch(tx: Queries, batch: readonly CheckRecord[], now: Date): Promise<WriteOutcome> {
  const ids = batch.map(({ id }) => id)
  const before = await tx.select().from(checkResult).where(inArray(checkResult.id, ids)).limit(ids.length).for('update')
  const known = new Map(before.map((row) => [row.id, row]))
  const fresh: (typeof checkResult.$inferInsert)[] = []
  const changes: NewChange[] = []
  for (const { labels: _ofItsRisk, ...record } of batch) {
    const old = known.get(record.id)
    changes.push(old?.state === 'OPEN' ? modified(old, record) : opened(record))
    if (!old) fresh.push({ ...record, firstSeenAt: now })
    else
      await tx
        .update(checkResult)
        .set({ ...record, ...reopened(old, now) })
        .where(eq(checkResult.id, old.id))
  }
  if (fresh.length > 0) await tx.insert(checkResult).values(fresh)
  await recordChanges(tx, changes)
  const added = changes.filter(({ operation }) => operation === 'ADDED').length
  return { added, modified: changes.length - added, removed: 0 }
}

function reopened(old: Row, now: Date): Partial<Row> {
  const open = { state: 'OPEN', lastSeenAt: null, resolvedAt: null } as const
  const isSame = old.resolvedAt === null || now.getTime() - old.resolvedAt.getTime() <= REOPENED_WITHIN_MS
  return isSame ? open : { ...open, firstSeenAt: now }
}

async function resolve(tx: Queries, ids: readonly string[], now: Date): Promise<number> {
  const rows = await tx
    .update(checkResult)
    .set({ state: 'RESOLVED', resolvedAt: now, lastSeenAt: now })
    .where(and(inArray(checkResult.id, [...ids]), eq(checkResult.state, 'OPEN')))
    .returning()
  await resolveFindings(
    tx,
    rows.map(({ risk }) => risk),
    now,
  )
  await recordChanges(
    tx,
    rows.map((row) => ({ ...place(row), operation: 'REMOVED' as const, old: filterable(row) })),
  )
  return rows.length
}

/** What lists filter by: what a past state is rebuilt from. */
const FILTERABLE = ['result', 'severity', 'priority', 'title', 'owner', 'origin', 'under'] as const

function modified(old: Row, record: Written): NewChange {
  const differing = FILTERABLE.filter((column) => old[column] !== record[column])
  const pick = (from: Row | Written) => Object.fromEntries(differing.map((column) => [column, from[column]]))
  return { ...place(record), operation: 'MODIFIED', old: pick(old), new: pick(record) }
}

function opened(record: Written): NewChange {
  return { ...place(record), operation: 'ADDED', new: filterable(record) }
}

function filterable(row: Row | Written): Record<string, unknown> {
  const { rule, objectKind, objectName, workload } = row
  return {
    ...Object.fromEntries(FILTERABLE.map((column) => [column, row[column]])),
    rule,
    objectKind,
    objectName,
    workload,
  }
}

function place({ id, cluster, namespace }: Row | Written) {
  return { type: 'CheckResult', node: id, cluster, namespace }
}

export function sum(a: WriteOutcome, b: WriteOutcome): WriteOutcome {
  return { added: a.added + b.added, modified: a.modified + b.modified, removed: a.removed + b.removed }
}
