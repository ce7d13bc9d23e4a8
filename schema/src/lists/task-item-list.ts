import { taskItem } from '@breakwater/drizzle/tables/task.ts'
import { builder } from '../builder.ts'
import { TaskState } from '../enums/task.ts'
import { TaskItem } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'

export const TaskItemFilter = builder.inputType('TaskItemFilter', {
  description: 'Which items of a task. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    states: t.field({ type: [TaskState], description: 'States.' }),
    text: t.string({ description: "Text anywhere in the target's name, id or type, in whatever case." }),
  }),
})

export const taskItemList = defineList({
  name: 'TaskItem',
  plural: 'items of a task',
  row: TaskItem,
  table: taskItem,
  filter: TaskItemFilter,
  where: (filter) => [
    oneOf(taskItem.state, filter.states),
    containsText(filter.text, taskItem.targetName, taskItem.targetId, taskItem.targetType),
  ],
  visible: (viewer) => visibleTo(viewer, taskItem),
  orders: {
    TARGET: { description: 'By name of the target.', by: by(taskItem, 'targetName') },
    STATE: { description: 'By state.', by: by(taskItem, 'state') },
  },
  defaultOrder: { field: 'TARGET', direction: 'ASC' },
  key: by(taskItem, 'id'),
})
