'use client'

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useSubscription } from 'urql'
import { graphql, type Scalar } from '../api/graphql.ts'
import { TaskRowFragment } from './task-list.ts'

const TaskChangedSubscription = graphql(
  `
    subscription TaskChanged($after: String) {
      taskChanged(after: $after) {
        cursor
        resync
        removed
        taskId
        task {
          ...TaskRow
        }
      }
    }
  `,
  [TaskRowFragment],
)

interface TaskEvent {
  readonly id: string
  /** Undefined for a task that was removed. */
  readonly kind: Scalar<'TaskKind'> | undefined
  readonly removed: boolean
  /** Undefined for a task that was removed. */
  readonly state: Scalar<'TaskState'> | undefined
}

const CLUSTER_TASKS: readonly Scalar<'TaskKind'>[] = ['CONTAINER_ASSET_SYNC', 'CLUSTER_REMOVAL']

type TaskListener = (event: TaskEvent) => void

interface TaskFeed {
  /** Tasks that wait or run, by id. */
  readonly active: ReadonlyMap<string, Scalar<'TaskKind'>>
  listen(listener: TaskListener): () => void
}

const Feed = createContext<TaskFeed>({ active: new Map(), listen: () => () => {} })

/**
 * One subscription to all tasks. The cache puts each event into whatever list shows the task; here it is counted what
 * runs, and lists are told of tasks that they do not have yet.
 */
export function TaskFeedProvider({ children }: { readonly children: ReactNode }) {
  const [active, setActive] = useState<ReadonlyMap<string, Scalar<'TaskKind'>>>(new Map())
  const listeners = useRef(new Set<TaskListener>())
  const [result] = useSubscription({ query: TaskChangedSubscription, variables: {} })
  const event = result.data?.taskChanged

  useEffect(() => {
    if (!event) return
    const { task, resync } = event
    setActive((before) => {
      const after = new Map(resync ? [] : before)
      if (event.taskId !== null) after.delete(event.taskId)
      if (task && isActive(task.state)) after.set(task.id, task.kind)
      return after
    })
    if (event.taskId === null && !task) return
    const told = {
      id: task?.id ?? event.taskId ?? '',
      kind: task?.kind,
      removed: event.removed,
      state: task?.state,
    }
    for (const listener of listeners.current) listener(told)
  }, [event])

  const [listen] = useState(() => (listener: TaskListener) => {
    listeners.current.add(listener)
    return () => void listeners.current.delete(listener)
  })
  return <Feed value={{ active, listen }}>{children}</Feed>
}

export function useActiveTasks(): TaskFeed['active'] {
  return useContext(Feed).active
}

/** Calls `listener` at each change of a task. */
export function useTaskEvents(listener: TaskListener): void {
  const { listen } = useContext(Feed)
  const latest = useRef(listener)
  latest.current = listener
  useEffect(() => listen((event) => latest.current(event)), [listen])
}

/** Calls `listener` when a task that changes clusters has started, gone on to another state, or ended. */
export function useClustersChanged(listener: () => void): void {
  const states = useRef(new Map<string, Scalar<'TaskState'> | undefined>())
  useTaskEvents(({ id, kind, state }) => {
    if (kind === undefined || !CLUSTER_TASKS.includes(kind) || states.current.get(id) === state) return
    states.current.set(id, state)
    listener()
  })
}

export function isActive(state: Scalar<'TaskState'>): boolean {
  return state === 'QUEUED' || state === 'RUNNING'
}
