import type { Database } from '@breakwater/drizzle/database.ts'
import { taskItem } from '@breakwater/drizzle/tables/task.ts'
import { and, asc, eq, gt, inArray, sql } from 'drizzle-orm'
import { type Attempt, lockOwned } from './attempt.ts'
import type { ItemResult, NewTaskItem, TaskCause, TaskItemRow } from './definition.ts'
import { orderedId } from './id.ts'
import { countItems, moved } from './item-counts.ts'
import { change, updateItems } from './queue.ts'
import { recordTaskChanges } from './task-change.ts'

/** Rows with their rows in the outbox: twice as many are written. */
const BATCH = 400

/** How far an item, or a task, is. */
export interface Position {
  readonly stage: string
  /** 0-100 */
  readonly progress: number
  readonly assetsFound: number
}

/** Keeps what a task runs over. A target that it already has is not added again. */
export async function addItems(database: Database, attempt: Attempt, items: readonly NewTaskItem[]): Promise<void> {
  for (let start = 0; start < items.length; start += BATCH) {
    const batch = items.slice(start, start + BATCH)
    const last = start + BATCH >= items.length
    await database.transaction(async (tx) => {
      const before = await lockOwned(tx, attempt)
      const added = await tx
        .insert(taskItem)
        .values(batch.map((item) => ({ ...item, id: orderedId(), task: attempt.id, createdAt: sql`now()` })))
        .onConflictDoNothing()
        .returning()
      await recordTaskChanges(
        tx,
        undefined,
        added.map((item) => [undefined, item]),
      )
      // Only now is the task known to have its items: whoever claims it after a cut-off asks for them again.
      if (last) await change(tx, before, await countItems(tx, attempt.id))
    })
  }
}

/** All items of a task, in the order in which they were given. */
export async function listItems(database: Database, taskId: string): Promise<TaskItemRow[]> {
  const items: TaskItemRow[] = []
  for (let after = ''; ; after = items.at(-1)?.id ?? '') {
    const page = await database.db
      .select()
      .from(taskItem)
      .where(and(eq(taskItem.task, taskId), gt(taskItem.id, after)))
      .orderBy(asc(taskItem.id))
      .limit(1000)
    items.push(...page)
    if (page.length < 1000) return items
  }
}

/**
 * Begins an item. Resolves to undefined when an item with the same `runningKey` runs, in whatever task: it has to wait.
 */
export async function startItem(
  database: Database,
  attempt: Attempt,
  id: string,
  runningKey: string,
  taskPosition: Position,
): Promise<TaskItemRow | undefined> {
  try {
    return await database.transaction(async (tx) => {
      const task = await lockOwned(tx, attempt)
      const [before] = await tx.select().from(taskItem).where(eq(taskItem.id, id)).for('update')
      const [busy] = await tx.select({ id: taskItem.id }).from(taskItem).where(eq(taskItem.runningKey, runningKey))
      if (busy || before?.state !== 'QUEUED') return undefined
      const [pair] = await updateItems(tx, [before], {
        state: 'RUNNING',
        attempt: before.attempt + 1,
        runningKey,
        stage: '',
        progress: 0,
        assetsFound: 0,
        startedAt: sql`now()`,
        causeCode: null,
        cause: null,
        advice: null,
      })
      if (!pair) return undefined
      await recordTaskChanges(tx, undefined, [pair])
      await change(tx, task, { ...taskPosition, ...moved(task, [['QUEUED', 'RUNNING']]) })
      return pair[1]
    })
  } catch (error) {
    // The other one began between our look and our write.
    if (isUniqueViolation(error)) return undefined
    throw error
  }
}

/** How an item ended. */
export type ItemEnd =
  | { readonly state: 'SUCCEEDED' | 'PARTIAL'; readonly result: ItemResult; readonly position: Position }
  | {
      readonly state: 'FAILED' | 'TIMED_OUT' | 'CANCELLED'
      readonly cause: TaskCause | undefined
      readonly position: Position
    }

/** Records how an item ended, once: one that has ended, or was begun by another attempt, is left as it is. */
export function endItem(
  database: Database,
  attempt: Attempt,
  id: string,
  end: ItemEnd,
  taskPosition: Position,
): Promise<void> {
  const done = 'result' in end
  const cause = done ? end.result.partial : end.cause
  return leaveRunning(database, attempt, id, taskPosition, {
    state: end.state,
    stage: end.position.stage,
    progress: done ? 100 : end.position.progress,
    assetsFound: end.position.assetsFound,
    finishedAt: sql`now()`,
    ...(done ? { ...counted(end.result) } : {}),
    ...why(cause),
  })
}

/** Queues an item that failed for another try; the cause tells why it waits. */
export function requeueItem(
  database: Database,
  attempt: Attempt,
  id: string,
  cause: TaskCause,
  taskPosition: Position,
): Promise<void> {
  return leaveRunning(database, attempt, id, taskPosition, {
    state: 'QUEUED',
    stage: '',
    progress: 0,
    assetsFound: 0,
    ...why(cause),
  })
}

/** Writes how far items are that run. */
export function writeProgress(
  database: Database,
  attempt: Attempt,
  positions: ReadonlyMap<string, Position>,
  taskPosition: Position,
): Promise<void> {
  return database.transaction(async (tx) => {
    const before = await lockOwned(tx, attempt)
    const items = await tx
      .select()
      .from(taskItem)
      .where(and(inArray(taskItem.id, [...positions.keys()]), eq(taskItem.state, 'RUNNING')))
      .for('update')
    for (const item of items) {
      await recordTaskChanges(tx, undefined, await updateItems(tx, [item], { ...positions.get(item.id) }))
    }
    await change(tx, before, { ...taskPosition })
  })
}

/** Ends the items that were not begun, a batch at a time. */
export async function cancelQueued(database: Database, attempt: Attempt): Promise<void> {
  for (let more = true; more; ) {
    more = await database.transaction(async (tx) => {
      const before = await lockOwned(tx, attempt)
      const items = await tx
        .select()
        .from(taskItem)
        .where(and(eq(taskItem.task, attempt.id), eq(taskItem.state, 'QUEUED')))
        .orderBy(taskItem.id)
        .limit(BATCH)
        .for('update')
      if (items.length === 0) return false
      await recordTaskChanges(
        tx,
        undefined,
        await updateItems(tx, items, { state: 'CANCELLED', finishedAt: sql`now()` }),
      )
      await change(
        tx,
        before,
        moved(
          before,
          items.map(() => ['QUEUED', 'CANCELLED']),
        ),
      )
      return items.length === BATCH
    })
  }
}

function leaveRunning(
  database: Database,
  attempt: Attempt,
  id: string,
  taskPosition: Position,
  values: Parameters<typeof updateItems>[2] & { readonly state: TaskItemRow['state'] },
): Promise<void> {
  return database.transaction(async (tx) => {
    const task = await lockOwned(tx, attempt)
    const [before] = await tx
      .select()
      .from(taskItem)
      .where(and(eq(taskItem.id, id), eq(taskItem.state, 'RUNNING')))
      .for('update')
    if (!before) return
    const [pair] = await updateItems(tx, [before], { ...values, runningKey: null })
    const after = pair?.[1]
    if (!pair || !after) return
    await recordTaskChanges(tx, undefined, [pair])
    await change(tx, task, { ...taskPosition, ...moved(task, [['RUNNING', after.state]]) })
  })
}

function why(cause: TaskCause | undefined) {
  return { causeCode: cause?.code ?? null, cause: cause?.message ?? null, advice: cause?.advice ?? null }
}

function counted({ added, modified, removed, assetsFound, results = {} }: ItemResult) {
  return { added, modified, removed, assetsFound, results: { ...results } }
}

function isUniqueViolation(error: unknown): boolean {
  const cause = error instanceof Error ? error.cause : undefined
  return typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '23505'
}
