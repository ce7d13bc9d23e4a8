import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import { audit, downloadLink, loginCode, session, token } from '@breakwater/drizzle/tables/access.ts'
import { clusterNode, container, namespace, pod, service, workload } from '@breakwater/drizzle/tables/asset.ts'
import { change, stream } from '@breakwater/drizzle/tables/change.ts'
import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { checkResult } from '@breakwater/drizzle/tables/posture.ts'
import { risk } from '@breakwater/drizzle/tables/risk.ts'
import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { and, asc, eq, gt, inArray, lt, type SQL, sql } from 'drizzle-orm'
import { STREAM } from '../events/stream-epoch.ts'
import { recordTaskChanges } from './task-change.ts'

/** What is to be removed. */
export interface Removal {
  /** What ended or went before this moment. */
  readonly before: Date
  /** What has expired by this moment. */
  readonly now: Date
  readonly signal: AbortSignal
}

export interface RetentionStep {
  readonly stage: string
  /** Removes, and yields how many rows it removed with each transaction. Throws the signal's reason when it is aborted. */
  remove(database: Database, removal: Removal): AsyncGenerator<number>
}

/** Rows that one transaction writes. */
const BATCH = 500
/** Tasks of one batch; each leaves a row in the outbox as well. */
const TASKS = 50
/** Rows that are looked at in one read. */
const PAGE = 2000

type GoneTable =
  | typeof namespace
  | typeof clusterNode
  | typeof workload
  | typeof pod
  | typeof container
  | typeof service
  | typeof kubernetesObject
  | typeof risk
  | typeof exposure
  | typeof checkResult

type ResolvedTable = typeof risk | typeof exposure | typeof checkResult

type ExpiringTable = typeof token | typeof session | typeof loginCode | typeof downloadLink

export const RETENTION_STEPS: readonly RetentionStep[] = [
  {
    stage: 'TASKS',
    remove: (database, { before, signal }) => inBatches(database, signal, (tx) => removeTasks(tx, before)),
  },
  {
    stage: 'CHANGES',
    remove: (database, { before, signal }) => inBatches(database, signal, (tx) => removeChanges(tx, before)),
  },
  {
    stage: 'AUDIT',
    remove: (database, { before, signal }) => inBatches(database, signal, (tx) => removeAudit(tx, before)),
  },
  {
    // One that has expired is still shown, so that who wonders why a program fails finds it.
    stage: 'TOKENS',
    remove: (database, { before, signal }) => inBatches(database, signal, (tx) => removeExpired(tx, token, before)),
  },
  expiredStep('SESSIONS', session),
  expiredStep('LOGIN_CODES', loginCode),
  expiredStep('DOWNLOAD_LINKS', downloadLink),
  goneStep('NAMESPACES', namespace),
  goneStep('NODES', clusterNode),
  goneStep('WORKLOADS', workload),
  goneStep('PODS', pod),
  goneStep('CONTAINERS', container),
  goneStep('SERVICES', service),
  goneStep('OBJECTS', kubernetesObject),
  resolvedStep('RISKS', risk),
  resolvedStep('EXPOSURES', exposure),
  resolvedStep('CHECK_RESULTS', checkResult),
]

/** Of no use and shown nowhere once it has expired. */
function expiredStep(stage: string, table: ExpiringTable): RetentionStep {
  return {
    stage,
    remove: (database, { now, signal }) => inBatches(database, signal, (tx) => removeExpired(tx, table, now)),
  }
}

/** Of assets that are gone, `lastSeenAt` tells when they went. */
function goneStep(stage: string, table: Exclude<GoneTable, ResolvedTable>): RetentionStep {
  return {
    stage,
    remove: (database, { before, signal }) =>
      walk(database, signal, table, sql`not ${table.present} and ${table.lastSeenAt} < ${before.toISOString()}`),
  }
}

function resolvedStep(stage: string, table: ResolvedTable): RetentionStep {
  return {
    stage,
    remove: (database, { before, signal }) =>
      walk(database, signal, table, sql`${table.state} = 'RESOLVED' and ${table.resolvedAt} < ${before.toISOString()}`),
  }
}

interface Batch {
  readonly removed: number
  readonly more: boolean
}

async function* inBatches(
  database: Database,
  signal: AbortSignal,
  remove: (tx: Queries) => Promise<Batch>,
): AsyncGenerator<number> {
  for (let more = true; more; ) {
    signal.throwIfAborted()
    const batch = await database.transaction(remove)
    more = batch.more
    yield batch.removed
  }
}

/**
 * Looks at the whole table, a page after the other in the order of its key: without an index of its own a search for the few
 * that are too old would read all of it for each batch.
 */
async function* walk(database: Database, signal: AbortSignal, table: GoneTable, tooOld: SQL): AsyncGenerator<number> {
  for (let after: string | undefined = ''; after !== undefined; ) {
    signal.throwIfAborted()
    const page: { id: string; old: boolean | null }[] = await database.db
      .select({ id: table.id, old: sql<boolean | null>`${tooOld}` })
      .from(table)
      .where(gt(table.id, after))
      .orderBy(asc(table.id))
      .limit(PAGE)
    after = page.length === PAGE ? page.at(-1)?.id : undefined
    const ids = page.filter((row) => row.old).map((row) => row.id)
    for (let start = 0; start < ids.length; start += BATCH) {
      signal.throwIfAborted()
      const batch = ids.slice(start, start + BATCH)
      // It may have come back since it was read.
      yield await database.transaction(async (tx) => {
        const { rowCount } = await tx.delete(table).where(and(inArray(table.id, batch), tooOld))
        return rowCount ?? 0
      })
    }
  }
}

/**
 * Removes ended tasks with their items. The last one that the schedule added of each kind stays, however old: its key tells
 * that its moment was not missed.
 */
async function removeTasks(tx: Queries, before: Date): Promise<Batch> {
  const old = await tx
    .select()
    .from(task)
    .where(
      and(
        lt(task.finishedAt, before),
        sql`(${task.dedupeKey} is null or exists (
          select 1 from task younger where younger.kind = ${task.kind} and younger.dedupe_key is not null
            and (younger.created_at, younger.id) > (${task.createdAt}, ${task.id})))`,
      ),
    )
    .orderBy(asc(task.createdAt), asc(task.id))
    .limit(TASKS)
    .for('update', { skipLocked: true })
  if (old.length === 0) return { removed: 0, more: false }
  const ids = old.map((row) => row.id)
  const mostItems = BATCH - 2 * TASKS
  const items = tx.select({ id: taskItem.id }).from(taskItem).where(inArray(taskItem.task, ids)).limit(mostItems)
  const { rowCount } = await tx.delete(taskItem).where(inArray(taskItem.id, items))
  const removed = rowCount ?? 0
  if (removed === mostItems) return { removed, more: true }
  await tx.delete(task).where(inArray(task.id, ids))
  for (const row of old) await recordTaskChanges(tx, [row, undefined])
  return { removed: removed + old.length, more: old.length === TASKS }
}

/** The stream is told first how far it is trimmed: who comes back with a cursor from before that gets a RESYNC. */
async function removeChanges(tx: Queries, before: Date): Promise<Batch> {
  const old = await tx
    .select({ seq: change.seq, transaction: change.transaction })
    .from(change)
    .where(lt(change.at, before))
    .orderBy(asc(change.transaction), asc(change.seq))
    .limit(BATCH)
  const last = old.at(-1)
  if (!last) return { removed: 0, more: false }
  await tx
    .update(stream)
    .set({ trimmedTransaction: sql`greatest(${stream.trimmedTransaction}, ${last.transaction}::xid8)` })
    .where(eq(stream.id, STREAM))
  const { rowCount } = await tx.delete(change).where(
    inArray(
      change.seq,
      old.map((row) => row.seq),
    ),
  )
  return { removed: rowCount ?? 0, more: old.length === BATCH }
}

async function removeAudit(tx: Queries, before: Date): Promise<Batch> {
  const old = tx.select({ seq: audit.seq }).from(audit).where(lt(audit.at, before)).orderBy(asc(audit.at)).limit(BATCH)
  const { rowCount } = await tx.delete(audit).where(inArray(audit.seq, old))
  return { removed: rowCount ?? 0, more: rowCount === BATCH }
}

/** What never expires stays. */
async function removeExpired(tx: Queries, table: ExpiringTable, before: Date): Promise<Batch> {
  const old = tx.select({ hash: table.hash }).from(table).where(lt(table.expiresAt, before)).limit(BATCH)
  const { rowCount } = await tx.delete(table).where(inArray(table.hash, old))
  return { removed: rowCount ?? 0, more: rowCount === BATCH }
}
