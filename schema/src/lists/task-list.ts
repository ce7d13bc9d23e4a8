import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { gte, lt, or, type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { TaskKind, TaskSource, TaskState } from '../enums/task.ts'
import { Task } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { ScopeInput, type ScopeShape, withinScope } from './scope-input.ts'

export const TaskFilter = builder.inputType('TaskFilter', {
  description: 'Which tasks. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    kinds: t.field({ type: [TaskKind], description: 'Kinds.' }),
    states: t.field({ type: [TaskState], description: 'States.' }),
    sources: t.field({ type: [TaskSource], description: 'Where they were started.' }),
    text: t.string({ description: 'Text anywhere in the target, id or kind, in whatever case.' }),
    createdAfter: t.field({ type: 'DateTime', description: 'Started at this moment or later.' }),
    createdBefore: t.field({ type: 'DateTime', description: 'Started before this moment.' }),
    scope: t.field({ type: ScopeInput, description: 'Where the task or an item of it runs.' }),
  }),
})

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
    filter.createdAfter ? gte(task.createdAt, filter.createdAfter) : undefined,
    filter.createdBefore ? lt(task.createdAt, filter.createdBefore) : undefined,
    touching(filter.scope),
  ],
  visible: (viewer) => visibleTo(viewer, task),
  orders: { CREATED: { description: 'By when it was started.', by: by(task, 'createdAt') } },
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
