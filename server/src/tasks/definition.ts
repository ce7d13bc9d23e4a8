import type { TASK_KINDS, task, taskItem } from '@breakwater/drizzle/tables/task.ts'

export type TaskKind = (typeof TASK_KINDS)[number]
export type TaskRow = typeof task.$inferSelect
export type TaskItemRow = typeof taskItem.$inferSelect

/** What one kind of task does. The runner knows no kind; a domain hands its definitions to it. */
export interface TaskDefinition {
  readonly kind: TaskKind
  /** How long an item may take before it ends as TIMED_OUT. */
  readonly itemTimeoutMs: number
  /** How many items run at the same time. */
  readonly concurrency: number
  /**
   * Items with the same target and the same exclusion never run at the same time, whatever their tasks; the later one
   * waits. The kind when it is not given.
   */
  readonly exclusion?: string
  /** What it runs over; called when the task is first claimed, and again only if that claim ended before they were kept. */
  items(task: TaskRow, signal: AbortSignal): Promise<readonly NewTaskItem[]>
  /**
   * Does one item. Throws `TaskError` for a failure that is understood; anything else is retried, then fails the item.
   * `signal` is aborted within a second after a cancel, at the timeout, when the process stops and when the lease is lost.
   * Transactions that write what must not be written by two workers call `assertAttempt(tx, task)` of attempt.ts first.
   */
  run(item: TaskItemRow, progress: Progress, signal: AbortSignal, task: TaskRow): Promise<ItemResult>
}

export interface NewTaskItem {
  readonly targetType: string
  readonly targetId: string
  readonly targetName: string
  readonly cluster?: string
  readonly namespace?: string
  readonly registry?: string
}

/** How far an item is. Written at most four times a second for a task; the last value always arrives. */
export interface Progress {
  /** Runs `fn` as a named stage. */
  stage<T>(name: string, fn: () => Promise<T>): Promise<T>
  /** Part of the item that is done, 0-1. */
  report(part: number): void
  found(assets: number): void
}

export interface ItemResult {
  readonly added: number
  readonly modified: number
  readonly removed: number
  readonly assetsFound: number
  /** What it came to, counted by names that the kind gives; in the order in which they are shown. */
  readonly results?: Readonly<Record<string, number>>
  /** Set when some of it could not be done: the item ends as PARTIAL with this cause. */
  readonly partial?: TaskCause
}

export interface TaskCause {
  readonly code: string
  readonly message: string
  readonly advice: string
}

/** A failure of an item that is understood. */
export class TaskError extends Error {
  override readonly name = 'TaskError'
  readonly code: string
  readonly advice: string
  /** Whether another attempt may help. */
  readonly retryable: boolean
  constructor(cause: TaskCause, retryable: boolean, options?: ErrorOptions) {
    super(cause.message, options)
    this.code = cause.code
    this.advice = cause.advice
    this.retryable = retryable
  }
}
