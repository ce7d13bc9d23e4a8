import { graphql, type Scalar } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'

export const TASK_STATES = [
  'QUEUED',
  'RUNNING',
  'SUCCEEDED',
  'PARTIAL',
  'FAILED',
  'TIMED_OUT',
  'CANCELLED',
] as const satisfies readonly Scalar<'TaskState'>[]
const TASK_SOURCES = ['SCHEDULE', 'CONSOLE', 'API', 'WATCH'] as const satisfies readonly Scalar<'TaskSource'>[]

export const TaskRowFragment = graphql(`
  fragment TaskRow on Task {
    id
    kind
    state
    source
    target
    stage
    progress
    assetsFound
    cancelRequested
    cancellable
    retryable
    startedBy
    created
    started
    finished
    itemCounts {
      total
      queued
      running
      succeeded
      failed
      cancelled
    }
    cause {
      code
      message
      advice
    }
  }
`)

const TaskListQuery = graphql(
  `
    query TaskList($first: Int, $after: String, $last: Int, $before: String, $filter: TaskFilter, $orderBy: TaskOrder) {
      list: tasks(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
        nodes {
          ...TaskRow
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [TaskRowFragment, PageFragment],
)

/** Tasks, the newest first. Their rows follow the subscription to tasks, not the feed of changes. */
export const taskList = defineList({
  type: undefined,
  page: TaskListQuery,
  total: graphql(`
    query TaskTotal($filter: TaskFilter) {
      list: tasks(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    states: {
      kind: 'choices',
      label: 'asset.state',
      options: choicesOf(TASK_STATES, (state) => text(`taskState.${state}`)),
    },
    sources: {
      kind: 'choices',
      label: 'task.source',
      options: choicesOf(TASK_SOURCES, (source) => text(`taskSource.${source}`)),
    },
    targets: { kind: 'values', label: 'task.target', rare: true },
    progress: { kind: 'numbers', label: 'task.progress', rare: true },
    items: { kind: 'numbers', label: 'task.items', rare: true },
    started: { kind: 'days', label: 'task.started', rare: true },
    durationSeconds: { kind: 'numbers', label: 'task.durationSeconds', rare: true },
  },
  orderFields: ['KIND', 'TARGET', 'STATE', 'PROGRESS', 'ITEMS', 'SOURCE', 'CREATED', 'STARTED', 'DURATION'],
  defaultOrder: { field: 'CREATED', direction: 'DESC' },
})
