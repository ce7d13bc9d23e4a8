import { TASK_KINDS, task } from '@breakwater/drizzle/tables/task.ts'
import { and, inArray, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { TaskKind, TaskSource, TaskState } from '../enums/task.ts'
import { encodeId } from '../ids.ts'
import { list } from '../lists/list.ts'
import { taskItemList } from '../lists/task-item-list.ts'
import { taskList } from '../lists/task-list.ts'
import { loadersOf } from '../loaders.ts'
import { Cluster, Node, Task, TaskItem, type TaskRow } from '../refs.ts'
import { visibleTo } from '../visible.ts'

interface Cause {
  readonly causeCode: string | null
  readonly cause: string | null
  readonly advice: string | null
}

const TaskCause = builder.objectRef<Cause>('TaskCause').implement({
  description: 'Why something was not done, or not all of it.',
  fields: (t) => ({
    code: t.string({ description: 'For programs.', resolve: (row) => row.causeCode ?? '' }),
    message: t.string({ description: 'For people.', resolve: (row) => row.cause ?? '' }),
    advice: t.string({ description: 'What to do about it.', resolve: (row) => row.advice ?? '' }),
  }),
})

const TaskItemResult = builder
  .objectRef<{ readonly name: string; readonly count: number }>('TaskItemResult')
  .implement({
    description: 'One of the numbers that an item came to.',
    fields: (t) => ({
      name: t.exposeString('name', { description: 'What is counted, such as `INTERNET`.' }),
      count: t.exposeInt('count', { description: 'How many of it there are.' }),
    }),
  })

const TaskItemCounts = builder.objectRef<TaskRow>('TaskItemCounts').implement({
  description: 'Items of a task by state.',
  fields: (t) => ({
    total: t.exposeInt('itemsTotal', { description: 'All of them.' }),
    queued: t.exposeInt('itemsQueued', { description: 'Those that wait.' }),
    running: t.exposeInt('itemsRunning', { description: 'Those that run.' }),
    succeeded: t.exposeInt('itemsSucceeded', { description: 'Those that were done.' }),
    failed: t.exposeInt('itemsFailed', { description: 'Those that were not done, or not all of it.' }),
    cancelled: t.exposeInt('itemsCancelled', { description: 'Those that were stopped.' }),
  }),
})

Task.implement({
  description: 'A run of something slow.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: 'Opaque, and always the same.', resolve: (row) => encodeId('Task', row.id) }),
    kind: t.expose('kind', { type: TaskKind, description: 'What it does.' }),
    state: t.expose('state', { type: TaskState, description: 'How far it is.' }),
    source: t.expose('source', { type: TaskSource, description: 'Where it was started.' }),
    target: t.exposeString('target', { description: "What it runs over, in words; such as a cluster's name." }),
    stage: t.exposeString('stage', { description: 'What it does right now; empty when nothing.' }),
    progress: t.exposeInt('progress', { description: 'Part that is done, 0 to 100.' }),
    itemCounts: t.field({ type: TaskItemCounts, description: 'Its items by state.', resolve: (row) => row }),
    assetsFound: t.exposeInt('assetsFound', { description: 'Assets that it found; 0 for kinds that find none.' }),
    attempt: t.exposeInt('attempt', { description: 'How often a worker has begun it.' }),
    cancelRequested: t.exposeBoolean('cancelRequested', { description: 'Whether somebody asked it to stop.' }),
    cancellable: t.boolean({
      description: 'Whether it can be asked to stop now.',
      resolve: (row) => isActive(row) && !row.cancelRequested,
    }),
    retryable: t.boolean({
      description: 'Whether what of it was not done can be queued again.',
      resolve: (row) => !isActive(row) && row.state !== 'SUCCEEDED',
    }),
    cause: t.field({
      type: TaskCause,
      nullable: true,
      description: 'Why it was not done, or not all of it; null otherwise.',
      resolve: causeOf,
    }),
    startedBy: t.exposeString('startedBy', { description: 'Who started it; empty for the schedule.' }),
    created: t.expose('createdAt', { type: 'DateTime', description: 'When it was queued.' }),
    started: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When a worker first began it.' }),
    finished: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
    items: list(t, taskItemList, { description: 'Its items.', within: (row) => ({ task: row.id }) }),
  }),
})

TaskItem.implement({
  description: 'One target of a task.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: 'Opaque, and always the same.', resolve: (item) => encodeId('TaskItem', item.id) }),
    task: t.field({
      type: Task,
      nullable: true,
      description: 'The task; null when the viewer may see this item but not all of the task.',
      resolve: (item, _args, context) => loadersOf(context).nodes.Task.load(item.task),
    }),
    targetType: t.exposeString('targetType', { description: "The target's type, such as `Cluster`." }),
    targetId: t.id({
      description: "The target's id.",
      resolve: (item) => encodeId(item.targetType, item.targetId),
    }),
    targetName: t.exposeString('targetName', { description: "The target's name." }),
    cluster: t.field({
      type: Cluster,
      nullable: true,
      description: 'The cluster that it is about; null when there is none, or no longer.',
      resolve: (item, _args, context) => (item.cluster ? loadersOf(context).nodes.Cluster.load(item.cluster) : null),
    }),
    state: t.expose('state', { type: TaskState, description: 'How far it is.' }),
    stage: t.exposeString('stage', { description: 'What it does right now; empty when nothing.' }),
    progress: t.exposeInt('progress', { description: 'Part that is done, 0 to 100.' }),
    attempt: t.exposeInt('attempt', { description: 'How often it was begun.' }),
    added: t.exposeInt('added', { description: 'Rows that were new.' }),
    modified: t.exposeInt('modified', { description: 'Rows that had changed.' }),
    removed: t.exposeInt('removed', { description: 'Rows that were gone.' }),
    assetsFound: t.exposeInt('assetsFound', { description: 'Assets that were found.' }),
    results: t.field({
      type: [TaskItemResult],
      description: 'What it came to, where its kind counts something; such as exposures by verdict.',
      resolve: ({ results }) => Object.entries(results).map(([name, count]) => ({ name, count })),
    }),
    cause: t.field({
      type: TaskCause,
      nullable: true,
      description: 'Why it was not done, or not all of it; null otherwise.',
      resolve: causeOf,
    }),
    created: t.expose('createdAt', { type: 'DateTime', description: 'When it was queued.' }),
    started: t.expose('startedAt', { type: 'DateTime', nullable: true, description: 'When it was first begun.' }),
    finished: t.expose('finishedAt', { type: 'DateTime', nullable: true, description: 'When it ended.' }),
  }),
})

interface TaskKindShape {
  readonly kind: TaskRow['kind']
  readonly running: number
  readonly queued: number
}

const TaskKindInfo = builder.objectRef<TaskKindShape>('TaskKindInfo').implement({
  description: 'A kind of task that this server can run.',
  fields: (t) => ({
    kind: t.expose('kind', { type: TaskKind, description: 'The kind.' }),
    running: t.exposeInt('running', { description: 'Tasks of it that run.' }),
    queued: t.exposeInt('queued', { description: 'Tasks of it that wait.' }),
    other: t.boolean({
      description: 'Whether it stands under Other instead of having a tab.',
      resolve: ({ kind }) => TASK_KINDS.indexOf(kind) >= TASK_KINDS.indexOf('CONFIG_CHECK'),
    }),
  }),
})

builder.queryFields((t) => ({
  tasks: list(t, taskList, { description: 'Tasks, also those that have ended.' }),
  taskKinds: t.field({
    type: [TaskKindInfo],
    description: 'The kinds of tasks that this server can run, with what is going on.',
    resolve: async (_root, _args, context) => {
      const rows = await context.database.db
        .select({ kind: task.kind, state: task.state, tasks: sql<number>`count(*)`.mapWith(Number) })
        .from(task)
        .where(and(inArray(task.state, ['QUEUED', 'RUNNING']), visibleTo(context.viewer, task)))
        .groupBy(task.kind, task.state)
        .limit(2 * TASK_KINDS.length)
      const count = (kind: TaskRow['kind'], state: TaskRow['state']) =>
        rows.find((row) => row.kind === kind && row.state === state)?.tasks ?? 0
      return TASK_KINDS.filter((kind) => context.services.tasks.kinds.includes(kind)).map((kind) => ({
        kind,
        running: count(kind, 'RUNNING'),
        queued: count(kind, 'QUEUED'),
      }))
    },
  }),
}))

function causeOf<Row extends Cause>(row: Row): Row | null {
  return row.causeCode || row.cause ? row : null
}

function isActive(row: TaskRow): boolean {
  return row.state === 'QUEUED' || row.state === 'RUNNING'
}
