import type { Queries } from '@breakwater/drizzle/database.ts'
import { taskItem } from '@breakwater/drizzle/tables/task.ts'
import { eq, sql } from 'drizzle-orm'
import type { TaskItemRow, TaskRow } from './definition.ts'

type ItemState = TaskItemRow['state']
export type ItemCounts = Pick<
  TaskRow,
  'itemsTotal' | 'itemsQueued' | 'itemsRunning' | 'itemsSucceeded' | 'itemsFailed' | 'itemsCancelled'
>
type Counter = Exclude<keyof ItemCounts, 'itemsTotal'>

/** Which counter of a task an item in a state is part of. What was done in part is among the failed: a retry takes it. */
const COUNTER: Readonly<Record<ItemState, Counter>> = {
  QUEUED: 'itemsQueued',
  RUNNING: 'itemsRunning',
  SUCCEEDED: 'itemsSucceeded',
  PARTIAL: 'itemsFailed',
  FAILED: 'itemsFailed',
  TIMED_OUT: 'itemsFailed',
  CANCELLED: 'itemsCancelled',
}

/** States of items that a retry of the failed ones takes. */
export const FAILED_STATES = ['PARTIAL', 'FAILED', 'TIMED_OUT', 'CANCELLED'] as const

/** The counters of `task` after items went from one state to another. */
export function moved(
  task: TaskRow,
  moves: readonly (readonly [from: ItemState, to: ItemState])[],
): Pick<ItemCounts, Counter> {
  const { itemsQueued, itemsRunning, itemsSucceeded, itemsFailed, itemsCancelled } = task
  const counts = { itemsQueued, itemsRunning, itemsSucceeded, itemsFailed, itemsCancelled }
  for (const [from, to] of moves) {
    counts[COUNTER[from]] -= 1
    counts[COUNTER[to]] += 1
  }
  return counts
}

/** The counters of a task as its items are. */
export async function countItems(tx: Queries, taskId: string): Promise<ItemCounts> {
  const counts: ItemCounts = {
    itemsTotal: 0,
    itemsQueued: 0,
    itemsRunning: 0,
    itemsSucceeded: 0,
    itemsFailed: 0,
    itemsCancelled: 0,
  }
  const rows = await tx
    .select({ state: taskItem.state, count: sql<number>`count(*)::int` })
    .from(taskItem)
    .where(eq(taskItem.task, taskId))
    .groupBy(taskItem.state)
  for (const { state, count } of rows) {
    counts[COUNTER[state]] += count
    counts.itemsTotal += count
  }
  return counts
}

/** Progress of a task, 0-100: the mean of its items'. One that has failed has nothing left to do and counts as done. */
export async function progressOf(tx: Queries, taskId: string): Promise<number> {
  const [row] = await tx
    .select({
      mean: sql<number>`coalesce(floor(avg(case when state in ('FAILED', 'TIMED_OUT') then 100 else progress end)), 100)::int`,
    })
    .from(taskItem)
    .where(eq(taskItem.task, taskId))
  return row?.mean ?? 100
}
