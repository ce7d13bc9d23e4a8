import { task } from '@breakwater/drizzle/tables/task.ts'
import { and, asc, eq, inArray } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { seesChange } from '../change-batch.ts'
import type { Context } from '../context.ts'
import { TaskKind } from '../enums/task.ts'
import { decodeIdOf, encodeId } from '../ids.ts'
import { renewLoaders } from '../loaders.ts'
import { Task, type TaskRow } from '../refs.ts'
import type { ChangeBatchRows, ChangeRow } from '../services.ts'
import { anyOf, visibleTo } from '../visible.ts'
import { follow } from './follow.ts'
import { stoppable } from './stoppable.ts'

interface TaskChangeShape {
  /** Natural key; undefined for a resync without a task. */
  readonly id: string | undefined
  readonly task: TaskRow | undefined
  readonly cursor: string
  readonly resync: boolean
  readonly removed: boolean
}

interface Wanted {
  readonly kinds: readonly TaskRow['kind'][] | undefined
  readonly id: string | undefined
}

const TaskChange = builder.objectRef<TaskChangeShape>('TaskChange').implement({
  description: 'A task as it is now, after something of it changed.',
  fields: (t) => ({
    task: t.field({
      type: Task,
      nullable: true,
      description: 'The task; null when it was removed, and for a resync while no task is active.',
      resolve: (change) => change.task ?? null,
    }),
    taskId: t.id({
      nullable: true,
      description: 'Id of the task, also of one that was removed.',
      resolve: (change) => (change.id ? encodeId('Task', change.id) : null),
    }),
    cursor: t.exposeString('cursor', { description: 'Where this stands in the stream: for `after`.' }),
    resync: t.exposeBoolean('resync', {
      description:
        'The cursor was too old or of another stream: forget what was told before; the present state begins with this.',
    }),
    removed: t.exposeBoolean('removed', { description: 'Whether the task is no longer kept.' }),
  }),
})

builder.subscriptionField('taskChanged', (t) =>
  t.field({
    type: TaskChange,
    description:
      'Tasks as they change. First each active task, or the one that is asked for; with a cursor, first what was missed.',
    args: {
      kinds: t.arg({ type: [TaskKind], description: 'Which kinds; all when not given.' }),
      taskId: t.arg.id({ description: 'Only this task.' }),
      after: t.arg.string({ description: 'The last cursor that was seen.' }),
    },
    subscribe: (_root, { kinds, taskId, after }, context) => {
      const wanted = { kinds: kinds ?? undefined, id: taskId ? decodeIdOf('Task', taskId) : undefined }
      return stoppable(context.signal, (signal) =>
        taskChanges(context, wanted, after ? follow(context, after, signal) : undefined, signal),
      )
    },
    resolve: (change, _args, context) => {
      renewLoaders(context)
      return change
    },
  }),
)

async function* taskChanges(
  context: Context,
  wanted: Wanted,
  stream: AsyncIterable<ChangeBatchRows> | undefined,
  signal: AbortSignal,
): AsyncGenerator<TaskChangeShape, void, undefined> {
  let batches = stream
  if (!batches) {
    // The cursor is taken before the state is read: what happens in between is told twice rather than never.
    const from = await context.services.changes.latest()
    yield* presentState(context, wanted, from, false)
    batches = follow(context, from, signal)
  }
  // A loop and no generators in between: each of them would cost every subscriber a few turns for every event.
  for await (const batch of batches) {
    if (batch.resync) yield* presentState(context, wanted, batch.cursor, true)
    for (const change of await changesIn(context, wanted, batch)) yield change
  }
}

async function* presentState(context: Context, wanted: Wanted, cursor: string, resync: boolean) {
  const rows = await context.database.db
    .select()
    .from(task)
    .where(
      and(
        visibleTo(context.viewer, task),
        wanted.kinds ? anyOf(task.kind, wanted.kinds) : undefined,
        wanted.id === undefined ? inArray(task.state, ['QUEUED', 'RUNNING']) : eq(task.id, wanted.id),
      ),
    )
    .orderBy(asc(task.createdAt), asc(task.id))
    .limit(MAX_ACTIVE)
  if (resync && rows.length === 0) yield { id: wanted.id, task: undefined, cursor, resync, removed: false }
  for (const [index, row] of rows.entries()) {
    yield { id: row.id, task: row, cursor, resync: resync && index === 0, removed: false }
  }
}

/** Active tasks that are told at the start. */
const MAX_ACTIVE = 1_000

/**
 * One event a task, at the place of its last change in the batch: whoever is cut off in between gets the rest with the
 * cursor of the last event.
 */
async function changesIn(context: Context, wanted: Wanted, batch: ChangeBatchRows): Promise<TaskChangeShape[]> {
  const last = new Map<string, ChangeRow>()
  for (const row of batch.rows) {
    if (row.type !== 'Task' || (wanted.id !== undefined && row.node !== wanted.id) || !seesChange(context.viewer, row))
      continue
    last.delete(row.node)
    last.set(row.node, row)
  }
  if (last.size === 0) return []
  const tasks = await tasksOf(context, batch)
  const changes: TaskChangeShape[] = []
  for (const [id, row] of last) {
    const changed = tasks.get(id)
    if (isWanted(wanted, changed?.kind ?? kindOf(row))) changes.push(sharedChange(context, id, changed, row))
  }
  return changes
}

const byRow = new WeakMap<ChangeRow, TaskChangeShape>()

/** One event for all subscribers: who runs the subscriptions answers an event once for equal operations. */
function sharedChange(context: Context, id: string, changed: TaskRow | undefined, row: ChangeRow): TaskChangeShape {
  const known = byRow.get(row)
  if (known) return known
  const cursor = context.services.changes.cursorOf(row)
  const made = { id, task: changed, cursor, resync: false, removed: changed === undefined }
  byRow.set(row, made)
  return made
}

const byBatch = new WeakMap<ChangeBatchRows['rows'], Promise<ReadonlyMap<string, TaskRow>>>()

/**
 * All tasks that a batch is about, read once: the bus hands the same rows to every subscriber, and a thousand of them must
 * not ask a thousand times. Who may see which is decided by each for itself.
 */
function tasksOf(context: Context, { rows }: ChangeBatchRows): Promise<ReadonlyMap<string, TaskRow>> {
  const known = byBatch.get(rows)
  if (known) return known
  const ids = [...new Set(rows.filter((row) => row.type === 'Task').map((row) => row.node))]
  const read = context.database.db
    .select()
    .from(task)
    .where(anyOf(task.id, ids))
    .limit(ids.length)
    .then((found) => new Map(found.map((row) => [row.id, row])))
  byBatch.set(rows, read)
  // A failed read must not be what every later subscriber gets.
  read.catch(() => byBatch.delete(rows))
  return read
}

function kindOf(row: ChangeRow): string | undefined {
  const kind = row.old?.['kind'] ?? row.new?.['kind']
  return typeof kind === 'string' ? kind : undefined
}

/** A removed task whose kind is not told any more is told to all: better once too often than never. */
function isWanted({ kinds }: Wanted, kind: string | undefined): boolean {
  return !kinds || kind === undefined || kinds.some((wanted) => wanted === kind)
}
