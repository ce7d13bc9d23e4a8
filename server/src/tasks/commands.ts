import { recordAudit } from '@breakwater/drizzle/audit.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { RequestError } from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { visibleTo } from '@breakwater/schema/visible.ts'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { TaskRow } from './definition.ts'
import { countItems, FAILED_STATES, moved, progressOf } from './item-counts.ts'
import { activeFor, change, end, updateItems } from './queue.ts'
import { recordTaskChanges } from './task-change.ts'

/** Rows with their rows in the outbox: twice as many are written. */
const BATCH = 400

/**
 * Asks a task to stop, in the caller's transaction. One that no worker has ends here; one that runs ends when its worker
 * has seen it. Throws `RequestError`.
 */
export async function cancelTask(tx: Queries, id: string, viewer: Viewer): Promise<TaskRow> {
  const before = await lockTask(tx, id, viewer)
  if (before.finishedAt) throw new RequestError('TASK_ENDED', 'This task has ended already.', ['task'])
  await recordAudit(tx, viewer, { action: 'cancelTask', target: id, ...scopeOf(before) })
  if (before.state === 'RUNNING' || before.itemsQueued > BATCH) {
    return change(tx, before, { cancelRequested: true, ...(before.state === 'QUEUED' ? { runAt: sql`now()` } : {}) })
  }
  const items = await tx
    .select()
    .from(taskItem)
    .where(and(eq(taskItem.task, id), eq(taskItem.state, 'QUEUED')))
    .for('update')
  const cancelled = await updateItems(tx, items, { state: 'CANCELLED', finishedAt: sql`now()` })
  await recordTaskChanges(tx, undefined, cancelled)
  const counts = moved(
    before,
    items.map(() => ['QUEUED', 'CANCELLED']),
  )
  return end(tx, before, { ...counts, state: 'CANCELLED', cancelRequested: true })
}

/** One transaction of a retry. */
export interface Retry {
  readonly id: string
  readonly failedItemsOnly: boolean
  readonly viewer: Viewer
  /** Whether an earlier transaction of the same retry has queued items, and left its audit row with them. */
  readonly begun: boolean
}

/**
 * Queues an ended task and its items again, with its audit row, in the caller's transaction. Of more than 400 items those
 * are queued first and `more` is told: the task itself is queued with the last of them, so that a retry that is cut off in
 * between leaves an ended task, which is retried again. A task without items asks for them again. Throws `RequestError`.
 */
export async function retryTask(
  tx: Queries,
  retry: Retry,
): Promise<{ readonly task: TaskRow; readonly more: boolean }> {
  const { id, failedItemsOnly, viewer } = retry
  const before = await lockTask(tx, id, viewer)
  if (!before.finishedAt) throw new RequestError('TASK_ACTIVE', 'This task has not ended yet.', ['task'])
  await assertAlone(tx, before)
  const items = await retryItems(tx, before, failedItemsOnly)
  if (!retry.begun) {
    await recordAudit(tx, viewer, {
      action: 'retryTask',
      target: id,
      details: { failedItemsOnly },
      ...scopeOf(before),
    })
  }
  const more = items === BATCH
  const counts = await countItems(tx, id)
  return { task: await change(tx, before, more ? counts : { ...counts, ...(await queuedAgain(tx, before)) }), more }
}

/** Resolves to how many were queued. */
async function retryItems(tx: Queries, before: TaskRow, failedItemsOnly: boolean): Promise<number> {
  const items = await tx
    .select()
    .from(taskItem)
    .where(and(eq(taskItem.task, before.id), inArray(taskItem.state, retried(failedItemsOnly))))
    .orderBy(taskItem.id)
    .limit(BATCH)
    .for('update')
  if (items.length === 0 && before.itemsTotal > 0 && before.itemsQueued === 0) {
    throw new RequestError('NOTHING_TO_RETRY', 'No item of this task failed.', ['task'])
  }
  const queued = await updateItems(tx, items, {
    state: 'QUEUED',
    stage: '',
    progress: 0,
    attempt: 0,
    added: 0,
    modified: 0,
    removed: 0,
    assetsFound: 0,
    startedAt: null,
    finishedAt: null,
    causeCode: null,
    cause: null,
    advice: null,
  })
  await recordTaskChanges(tx, undefined, queued)
  return items.length
}

/** What an ended task is when its items, which are queued by now, are to run again. */
async function queuedAgain(tx: Queries, { id, itemsTotal }: TaskRow) {
  const [found] = await tx
    .select({ assets: sql<number>`coalesce(sum(assets_found), 0)::int` })
    .from(taskItem)
    .where(eq(taskItem.task, id))
  return {
    state: 'QUEUED',
    stage: '',
    progress: itemsTotal === 0 ? 0 : await progressOf(tx, id),
    assetsFound: found?.assets ?? 0,
    cancelRequested: false,
    runAt: sql`now()`,
    startedAt: null,
    finishedAt: null,
    causeCode: null,
    cause: null,
    advice: null,
  } as const
}

export function alreadyRuns(): RequestError {
  return new RequestError('ALREADY_RUNNING', 'Another task for the same target waits or runs. Wait for its end.', [
    'task',
  ])
}

async function assertAlone(tx: Queries, ended: TaskRow): Promise<void> {
  const [other] = await tx.select({ id: task.id }).from(task).where(activeFor(ended))
  if (other) throw alreadyRuns()
}

function retried(failedItemsOnly: boolean): TaskRow['state'][] {
  return failedItemsOnly ? [...FAILED_STATES] : [...FAILED_STATES, 'SUCCEEDED']
}

async function lockTask(tx: Queries, id: string, viewer: Viewer): Promise<TaskRow> {
  const [row] = await tx
    .select()
    .from(task)
    .where(and(eq(task.id, id), visibleTo(viewer, task)))
    .for('update')
  if (!row) throw new RequestError('NOT_FOUND', 'There is no such task.', ['task'])
  return row
}

function scopeOf({ cluster, namespace, registry }: TaskRow) {
  return { cluster, namespace, registry }
}
