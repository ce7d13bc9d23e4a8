import { parseAsArrayOf, parseAsString, parseAsStringLiteral, useQueryState, useQueryStates } from 'nuqs'
import type { Scalar } from '../api/graphql.ts'

/** The tabs of Task Management: its main kinds, and all others together. */
export const MAIN_KINDS = [
  'CONTAINER_ASSET_SYNC',
  'IMAGE_ASSET_SYNC',
  'CONTAINER_EXPOSURE',
  'IMAGE_SCAN',
  'IMAGE_FIX',
  'CONTAINER_RUNTIME_IMAGE_SCAN',
] as const satisfies readonly Scalar<'TaskKind'>[]

export type TaskTab = (typeof MAIN_KINDS)[number] | 'OTHER'

/** Keys of the panel's list begin with this, so that they do not meet those of the page behind it. */
export const TASK_PREFIX = 'task.'

const parsers = {
  tasks: parseAsStringLiteral([...MAIN_KINDS, 'OTHER'] as const),
  since: parseAsStringLiteral(['hour', 'day', 'week'] as const),
}
/** The tasks whose items are shown. */
const openParser = parseAsArrayOf(parseAsString).withDefault([])
const cleared = {
  text: parseAsString,
  states: parseAsString,
  sources: parseAsString,
  targets: parseAsString,
  progress: parseAsString,
  items: parseAsString,
  started: parseAsString,
  durationSeconds: parseAsString,
  sort: parseAsString,
  after: parseAsString,
  before: parseAsString,
  columns: parseAsString,
}
const clearedKeys = Object.fromEntries(Object.keys(cleared).map((name) => [name, TASK_PREFIX + name]))

/** Task Management, open at a tab or closed; in the URL. */
export function useTaskPanel() {
  const [{ tasks, since }, setState] = useQueryStates(parsers, { history: 'push' })
  const [, setList] = useQueryStates(cleared, { history: 'replace', urlKeys: clearedKeys })
  const [openTasks, setOpenTasks] = useQueryState(`${TASK_PREFIX}open`, openParser)
  return {
    tab: tasks,
    since,
    /** Ids of the tasks whose items are shown. */
    openTasks,
    setOpenTasks: (ids: string[]): void => void setOpenTasks(ids),
    open(tab: TaskTab): void {
      void setState({ tasks: tab })
      void setList({ after: null, before: null })
      if (tab !== tasks) void setOpenTasks(null)
    },
    setSince(next: 'hour' | 'day' | 'week' | null): void {
      void setState({ since: next })
      void setList({ after: null, before: null })
    },
    close(): void {
      void setState({ tasks: null, since: null })
      void setList(null)
      void setOpenTasks(null)
    },
  }
}

export function isOther(kind: Scalar<'TaskKind'>): kind is Exclude<Scalar<'TaskKind'>, (typeof MAIN_KINDS)[number]> {
  return !(MAIN_KINDS as readonly string[]).includes(kind)
}
