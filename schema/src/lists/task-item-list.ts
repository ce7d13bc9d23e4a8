import { bytewise } from '@breakwater/drizzle/tables/columns.ts'
import { causeOf, changesOf, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { builder } from '../builder.ts'
import { TaskState } from '../enums/task.ts'
import { TaskItem } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { byDuration, durationSeconds } from './durations.ts'
import { by, computed } from './order.ts'
import { IntRange, inRange } from './ranges.ts'

export const TaskItemFilter = builder.inputType('TaskItemFilter', {
  description: 'Which items of a task. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    states: t.field({ type: [TaskState], description: 'States.' }),
    text: t.string({
      description: "Text anywhere in the target's name, id or type, or in the cause, in whatever case.",
    }),
    targets: t.stringList({ description: 'Names of the targets.' }),
    changes: t.field({ type: IntRange, description: 'How many rows were new, had changed or were gone.' }),
    durationSeconds: t.field({
      type: IntRange,
      description: 'How long it took, or has taken until now, in seconds. What was never begun has no duration.',
    }),
    causeCodes: t.stringList({ description: 'Codes of why it was not done, or not all of it.' }),
  }),
})

const changes = changesOf(taskItem)

export const taskItemList = defineList({
  name: 'TaskItem',
  plural: 'items of a task',
  row: TaskItem,
  table: taskItem,
  filter: TaskItemFilter,
  where: (filter) => [
    oneOf(bytewise(taskItem.state), filter.states),
    containsText(filter.text, taskItem.targetName, taskItem.targetId, taskItem.targetType, taskItem.cause),
    oneOf(taskItem.targetName, filter.targets),
    inRange(changes, filter.changes),
    inRange(durationSeconds(taskItem), filter.durationSeconds),
    oneOf(taskItem.causeCode, filter.causeCodes),
  ],
  visible: (viewer) => visibleTo(viewer, taskItem),
  orders: {
    TARGET: { description: 'By name of the target.', by: by(taskItem, 'targetName') },
    STATE: { description: 'By state.', by: by(taskItem, 'state') },
    CHANGES: {
      description: 'By number of rows that were new, had changed or were gone.',
      by: [computed('integer', changes)],
    },
    DURATION: {
      description: 'By how long it took. What still runs stands above what has ended, what was never begun below.',
      by: byDuration(taskItem),
    },
    CAUSE: {
      description: 'By the cause in words; without any first.',
      by: [computed('text', causeOf(taskItem))],
    },
  },
  defaultOrder: { field: 'TARGET', direction: 'ASC' },
  key: by(taskItem, 'id'),
})
