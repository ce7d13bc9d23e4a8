import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import { type ChangeShape, difference, differences } from '../events/difference.ts'
import type { TaskItemRow, TaskRow } from './definition.ts'

const TASK: ChangeShape<TaskRow> = {
  type: 'Task',
  node: (row) => row.id,
  columns: [
    'kind',
    'state',
    'source',
    'target',
    'stage',
    'progress',
    'itemsTotal',
    'itemsQueued',
    'itemsRunning',
    'itemsSucceeded',
    'itemsFailed',
    'itemsCancelled',
    'assetsFound',
    'attempt',
    'cancelRequested',
    'causeCode',
  ],
}

const ITEM: ChangeShape<TaskItemRow> = {
  type: 'TaskItem',
  node: (row) => row.id,
  columns: [
    'task',
    'targetType',
    'targetId',
    'targetName',
    'state',
    'stage',
    'progress',
    'attempt',
    'added',
    'modified',
    'removed',
    'assetsFound',
    'causeCode',
  ],
}

type Pair<Row> = readonly [before: Row | undefined, after: Row | undefined]

/** Writes what became of a task and of items of it to the outbox, in the transaction that changed them. */
export async function recordTaskChanges(
  tx: Queries,
  task: Pair<TaskRow> | undefined,
  items: readonly Pair<TaskItemRow>[] = [],
): Promise<void> {
  const ofTask = task && difference(TASK, ...task)
  await recordChanges(tx, [...differences(ITEM, items), ...(ofTask ? [ofTask] : [])])
}
