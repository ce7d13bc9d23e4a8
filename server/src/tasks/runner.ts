import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@breakwater/drizzle/database.ts'
import { createBell } from '../events/bell.ts'
import type { TaskDefinition, TaskKind, TaskRow } from './definition.ts'
import type { TaskLog } from './log.ts'
import { claimTask, expireLeases, prolongLeases, readLeases } from './queue.ts'
import { StopReason } from './stop-reason.ts'
import { runTask } from './task-run.ts'
import { type RunnerTiming, TIMING } from './timing.ts'

export interface TaskRunner {
  /** Kinds that it can run. */
  readonly kinds: readonly TaskKind[]
  /** Begins to look for work. */
  start(): Promise<void>
  /** Looks for work now instead of at the next poll. */
  wake(): void
  /** Ends what runs, gives it back so that another process goes on with it at once, and looks for no more. */
  stop(): Promise<void>
}

export interface RunnerSettings {
  readonly database: Database
  readonly definitions: readonly TaskDefinition[]
  /** Which process this is, for people, such as host and process id. */
  readonly owner: string
  readonly log: TaskLog
  /** How many tasks run at the same time in this process. */
  readonly maxTasks?: number
  readonly timing?: RunnerTiming
}

interface ActiveRun {
  readonly task: TaskRow
  readonly stop: AbortController
  ended: Promise<void>
  /** When the lease was last known to hold; by the clock, not by uptime: a laptop's sleep counts. */
  confirmedAtMs: number
}

/**
 * Runs tasks of the queue. main.ts makes one in processes that work (role `all` or `worker`) with every domain's
 * definitions, calls `start()` after the migrations and `stop()` before the database is closed.
 */
export function createTaskRunner(settings: RunnerSettings): TaskRunner {
  const { database, owner, log, maxTasks = 4, timing = TIMING } = settings
  const definitions = new Map(settings.definitions.map((definition) => [definition.kind, definition]))
  const kinds = [...definitions.keys()]
  const active = new Set<ActiveRun>()
  const stopping = new AbortController()
  let loops: Promise<unknown> = Promise.resolve()
  const bell = createBell()

  async function look(): Promise<void> {
    while (!stopping.signal.aborted) {
      const claimed = active.size < maxTasks ? await claim() : undefined
      if (claimed) launch(claimed)
      else await bell.wait(timing.pollMs)
    }
  }

  async function claim(): Promise<TaskRow | undefined> {
    try {
      const running = Array.from(active, (run) => run.task.id)
      return await claimTask(database, { kinds, owner, leaseMs: timing.leaseMs, running })
    } catch (error) {
      log.warn({ err: error }, 'looking for tasks failed')
      return undefined
    }
  }

  function launch(task: TaskRow): void {
    const definition = definitions.get(task.kind)
    if (!definition) return
    const stop = new AbortController()
    // Claimed while the process was told to stop: given back at once.
    if (stopping.signal.aborted) stop.abort(new StopReason('STOPPING'))
    log.info({ task: task.id, kind: task.kind, target: task.target, attempt: task.attempt }, 'task started')
    const run: ActiveRun = { task, stop, confirmedAtMs: Date.now(), ended: Promise.resolve() }
    run.ended = runTask({ database, definition, task, stop, timing, log })
      .catch((error: unknown) => log.error({ task: task.id, err: error }, 'task was left to its lease'))
      .finally(() => {
        active.delete(run)
        bell.ring()
      })
    active.add(run)
  }

  async function watch(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(timing.watchMs, undefined, { signal: stopping.signal }).catch(() => {})
      if (active.size > 0) await confirmLeases([...active])
    }
  }

  async function confirmLeases(runs: readonly ActiveRun[]): Promise<void> {
    const sentAtMs = Date.now()
    const due = runs.some((run) => sentAtMs - run.confirmedAtMs > timing.leaseMs / 3)
    const attempts = runs.map((run) => run.task)
    try {
      const held = due ? await prolongLeases(database, attempts, timing.leaseMs) : await readLeases(database, attempts)
      for (const run of runs) {
        const lease = held.find(({ id, attempt }) => id === run.task.id && attempt === run.task.attempt)
        if (!lease) run.stop.abort(new StopReason('LEASE_LOST'))
        if (lease?.cancelRequested) run.stop.abort(new StopReason('CANCELLED'))
        if (lease && due) run.confirmedAtMs = sentAtMs
      }
    } catch (error) {
      log.warn({ err: error }, 'the leases of running tasks could not be confirmed')
      for (const run of runs) {
        if (Date.now() - run.confirmedAtMs > timing.leaseMs) run.stop.abort(new StopReason('LEASE_LOST'))
      }
    }
  }

  return {
    kinds,
    async start() {
      if (database.kind === 'embedded') await expireLeases(database)
      loops = Promise.all([look(), watch()])
    },
    wake: bell.ring,
    async stop() {
      stopping.abort()
      bell.ring()
      for (const run of active) run.stop.abort(new StopReason('STOPPING'))
      await loops
      await Promise.all(Array.from(active, (run) => run.ended))
    },
  }
}
