'use client'

import type { ResultOf } from 'gql.tada'
import { createContext, type ReactNode, useCallback, useContext, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
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

const EndedTaskQuery = graphql(
  `
    query EndedTask($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on Task {
          ...TaskRow
        }
      }
    }
  `,
  [TaskRowFragment],
)

/** An answer on its way takes less. */
const SETTLED_MS = 2_000

interface TaskEvent {
  readonly id: string
  /** Undefined for a task that was removed. */
  readonly kind: Scalar<'TaskKind'> | undefined
  readonly removed: boolean
  /** Undefined for a task that was removed. */
  readonly state: Scalar<'TaskState'> | undefined
}

const CLUSTER_TASKS: readonly Scalar<'TaskKind'>[] = [
  'CONTAINER_ASSET_SYNC',
  'CONTAINER_EXPOSURE',
  'CONFIG_CHECK',
  'CLUSTER_REMOVAL',
]

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
  const client = useClient()
  const [active, setActive] = useState<ReadonlyMap<string, Scalar<'TaskKind'>>>(new Map())
  const listeners = useRef(new Set<TaskListener>())
  const readOnceEnded = useReadOnceEnded()

  useEffect(() => {
    function take({ task, taskId, removed, resync }: TaskChange): void {
      setActive((before) => {
        const after = new Map(resync ? [] : before)
        if (taskId !== null) after.delete(taskId)
        if (task && isActive(task.state)) after.set(task.id, task.kind)
        return after
      })
      if (taskId === null && !task) return
      for (const listener of listeners.current) {
        listener({ id: task?.id ?? taskId ?? '', kind: task?.kind, removed, state: task?.state })
      }
      if (task) readOnceEnded(task)
    }
    // Not by the hook for components: of events that come together it tells the last one only, and a task that ends as another begins
    // would run on for good.
    const { unsubscribe } = client.subscription(TaskChangedSubscription, {}).subscribe(({ data }) => {
      if (data) take(data.taskChanged)
    })
    return unsubscribe
  }, [client, readOnceEnded])

  const [listen] = useState(() => (listener: TaskListener) => {
    listeners.current.add(listener)
    return () => void listeners.current.delete(listener)
  })
  return <Feed value={{ active, listen }}>{children}</Feed>
}

type TaskChange = ResultOf<typeof TaskChangedSubscription>['taskChanged']

/**
 * Reads a task once more when it has ended. An answer that was asked for while it ran may come after the event of its end, and would
 * leave it running on the screen for good: no other event comes.
 */
function useReadOnceEnded(): (task: { readonly id: string; readonly state: Scalar<'TaskState'> }) => void {
  const client = useClient()
  const timers = useRef(new Map<string, ReturnType<typeof setTimeout>>())
  useEffect(() => {
    const waiting = timers.current
    return () => {
      for (const timer of waiting.values()) clearTimeout(timer)
    }
  }, [])
  return useCallback(
    ({ id, state }) => {
      if (isActive(state)) return
      clearTimeout(timers.current.get(id))
      const read = () => {
        timers.current.delete(id)
        void client.query(EndedTaskQuery, { id }, { requestPolicy: 'network-only' }).toPromise()
      }
      timers.current.set(id, setTimeout(read, SETTLED_MS))
    },
    [client],
  )
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

/** Calls `listener` when a task that changes what is shown of clusters has started, gone on to another state, or ended. */
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
