/** The clockwork of a runner; a test sets it faster. All in milliseconds. */
export interface RunnerTiming {
  /** How long a task is a process's without a sign of life. */
  readonly leaseMs: number
  /** Between two looks at whether what runs was cancelled or lost; the lease is prolonged when a third of it is over. */
  readonly watchMs: number
  /** Between two looks for work when there is none; work of this process wakes the runner at once. */
  readonly pollMs: number
  readonly progressMs: number
  /** How long an item may take to end after its signal was aborted, before it is left behind. */
  readonly graceMs: number
  /** How long an item waits whose target is busy with another task. */
  readonly busyMs: number
  /** How long to wait before the next try, after `attempt` of them. */
  readonly backOffMs: (attempt: number) => number
}

export const TIMING: RunnerTiming = {
  leaseMs: 30_000,
  watchMs: 500,
  pollMs: 1_000,
  progressMs: 250,
  graceMs: 3_000,
  busyMs: 1_000,
  backOffMs: (attempt) => Math.min(60_000, 2_000 * 4 ** (attempt - 1)),
}
