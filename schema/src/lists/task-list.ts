import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { gte, lt, or, type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { TaskKind, TaskSource, TaskState } from '../enums/task.ts'
import { Task } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { byDuration, durationSeconds } from './durations.ts'
import { by, computed } from './order.ts'
import { DateTimeRange, IntRange, inRange, inTime } from './ranges.ts'
import { ScopeInput, type ScopeShape, withinScope } from './scope-input.ts'

export const TaskFilter = builder.inputType('TaskFilter', {
  description: 'Which tasks. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    kinds: t.field({ type: [TaskKind], description: 'Kinds.' }),
    states: t.field({ type: [TaskState], description: 'States.' }),
    sources: t.field({ type: [TaskSource], description: 'Where they were started.' }),
    text: t.string({ description: 'Text anywhere in the target, id or kind, in whatever case.' }),
    targets: t.stringList({ description: 'What they run over, in words.' }),
    progress: t.field({ type: IntRange, description: 'Part that is done, 0 to 100.' }),
    items: t.field({ type: IntRange, description: 'How many items it has.' }),
    started: t.field({
      type: DateTimeRange,
      description: 'When a worker first began it; of one that waits, when it was queued.',
    }),
    durationSeconds: t.field({
      type: IntRange,
      description: 'How long it took, or has taken until now, in seconds. What was never begun has no duration.',
    }),
    createdAfter: t.field({ type: 'DateTime', description: 'Started at this moment or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Started before this moment.' }),
    scope: t.field({ type: ScopeInput, description: 'Where the task or an item of it runs.' }),
  }),
})

const started = sql`coalesce(${task.startedAt}, ${task.createdAt})`

export const taskList = defineList({
  name: 'Task',
  plural: 'tasks',
  row: Task,
  table: task,
  filter: TaskFilter,
  where: (filter) => [
    oneOf(task.kind, filter.kinds),
    oneOf(task.state, filter.states),
    oneOf(task.source, filter.sources),
    containsText(filter.text, task.target, task.id, task.kind),
    oneOf(task.target, filter.targets),
    inRange(task.progress, filter.progress),
    inRange(task.itemsTotal, filter.items),
    inTime(started, filter.started),
    inRange(durationSeconds(task), filter.durationSeconds),
    filter.createdAfter ? gte(task.createdAt, filter.createdAfter) : undefined,
    filter.createdBefore ? lt(task.createdAt, filter.createdBefore) : undefined,
    touching(filter.scope),
  ],
  visible: (viewer) => visibleTo(viewer, task),
  orders: {
    KIND: { description: 'By kind.', by: by(task, 'kind') },
    TARGET: { description: 'By target.', by: by(task, 'target') },
    STATE: { description: 'By state.', by: by(task, 'state') },
    PROGRESS: { description: 'By the part that is done.', by: by(task, 'progress') },
    ITEMS: { description: 'By number of items.', by: by(task, 'itemsTotal') },
    SOURCE: { description: 'By where it was started.', by: by(task, 'source') },
    CREATED: { description: 'By when it was queued.', by: by(task, 'createdAt') },
    STARTED: {
      description: 'By when a worker first began it; of one that waits, by when it was queued.',
      by: [computed('timestamptz', started)],
    },
    DURATION: {
      description: 'By how long it took. What still runs stands above what has ended, what was never begun below.',
      by: byDuration(task),
    },
  },
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
  key: by(task, 'id'),
})

/** A task over all clusters has no cluster of its own; its items have. */
function touching(scope: ScopeShape | null | undefined): SQL | undefined {
  const item = withinScope(scope, taskItem)
  if (!item) return undefined
  return or(
    withinScope(scope, task),
    sql`exists (select 1 from ${taskItem} where ${taskItem.task} = ${task.id} and ${item})`,
  )
}
