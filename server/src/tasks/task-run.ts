import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@breakwater/drizzle/database.ts'
import { StaleAttemptError } from './attempt.ts'
import { causeOf, isRetryable } from './cause.ts'
import type { ItemResult, TaskDefinition, TaskItemRow, TaskRow } from './definition.ts'
import {
  addItems,
  cancelQueued,
  endItem,
  type ItemEnd,
  listItems,
  requeueItem,
  startItem,
  writeProgress,
} from './items.ts'
import type { TaskLog } from './log.ts'
import { runPool } from './pool.ts'
import { createProgressBoard, type ProgressBoard } from './progress.ts'
import { failTask, finishTask, releaseTask } from './queue.ts'
import { StopReason, stopCode } from './stop-reason.ts'
import type { RunnerTiming } from './timing.ts'

export interface TaskRun {
  readonly database: Database
  readonly definition: TaskDefinition
  /** As it was claimed. */
  readonly task: TaskRow
  /** Aborted with a `StopReason`. */
  readonly stop: AbortController
  readonly timing: RunnerTiming
  readonly log: TaskLog
}

/**
 * Runs a claimed task until it has ended, is given back, or is another worker's. Every write goes through the attempt's
 * fence, one at a time.
 */
export async function runTask(run: TaskRun): Promise<void> {
  const { signal } = run.stop
  const write = inTurn(run)
  try {
    if (run.task.cancelRequested) run.stop.abort(new StopReason('CANCELLED'))
    if (!(await haveItems(run, write))) return
    await runItems(run, write)
    if (stopCode(signal) === 'LEASE_LOST') return
    if (stopCode(signal) === 'STOPPING') return await write(() => releaseTask(run.database, run.task))
    if (stopCode(signal) === 'CANCELLED') await write(() => cancelQueued(run.database, run.task))
    const ended = await write(() => finishTask(run.database, run.task))
    run.log.info({ task: ended.id, kind: ended.kind, state: ended.state, cause: ended.causeCode }, 'task ended')
  } catch (error) {
    if (!(error instanceof StaleAttemptError)) throw error
    run.stop.abort(new StopReason('LEASE_LOST'))
    run.log.warn({ task: run.task.id, attempt: run.task.attempt }, 'task is run by another worker now')
  }
}

type Write = <T>(fn: () => Promise<T>) => Promise<T>

/** Writes take turns, and are tried again while the lease holds; only a stale attempt is final. */
function inTurn(run: TaskRun): Write {
  let last: Promise<unknown> = Promise.resolve()
  return (fn) => {
    const result = last.then(() => persistently(run, fn))
    last = result.catch(() => {})
    return result
  }
}

async function persistently<T>(run: TaskRun, fn: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await fn()
    } catch (error) {
      if (error instanceof StaleAttemptError || tries >= 5) throw error
      run.log.warn({ task: run.task.id, err: error, tries }, 'a write of a task failed and is tried again')
      await sleep(100 * 2 ** tries)
    }
  }
}

/** Asks for the items when the task has none yet. Resolves to false when that failed and the task was ended or put off. */
async function haveItems(run: TaskRun, write: Write): Promise<boolean> {
  const { database, definition, task, stop, timing } = run
  if (task.itemsTotal > 0 || stop.signal.aborted) return true
  try {
    const items = await definition.items(task, stop.signal)
    await write(() => addItems(database, task, items))
    return true
  } catch (error) {
    if (error instanceof StaleAttemptError) throw error
    if (stop.signal.aborted) return true
    run.log.warn({ task: task.id, kind: task.kind, err: error }, 'a task could not tell its items')
    const again = isRetryable(error) && task.attempt < task.maxAttempts
    const retryInMs = again ? timing.backOffMs(task.attempt) : undefined
    await write(() => failTask(database, task, causeOf(error), retryInMs))
    return false
  }
}

async function runItems(run: TaskRun, write: Write): Promise<void> {
  const { database, definition, task, stop, timing } = run
  const board = createProgressBoard({
    intervalMs: timing.progressMs,
    write: (items, position) => write(() => writeProgress(database, task, items, position)),
    onError: (error) => {
      if (error instanceof StaleAttemptError) stop.abort(new StopReason('LEASE_LOST'))
    },
  })
  const items = await listItems(database, task.id)
  for (const item of items) board.set(item.id, item)
  const waiting = items.filter((item) => item.state === 'QUEUED')
  const runOrStopAll = (item: TaskItemRow) =>
    runItem(run, write, board, item).catch((error: unknown) => {
      // What cannot be written is not this worker's any more: the items beside it must not go on.
      stop.abort(new StopReason('LEASE_LOST'))
      throw error
    })
  try {
    await runPool(waiting, definition.concurrency, runOrStopAll, stop.signal)
  } finally {
    await board.close()
  }
}

/** Runs one item. Resolves to the milliseconds after which it is to run again, undefined when it has ended. */
async function runItem(
  run: TaskRun,
  write: Write,
  board: ProgressBoard,
  { id, targetType, targetId }: TaskItemRow,
): Promise<number | undefined> {
  const { database, definition, task, timing } = run
  const runningKey = `${definition.exclusion ?? definition.kind}:${targetType}:${targetId}`
  board.set(id, { stage: '', progress: 0, assetsFound: 0 })
  const item = await write(() => startItem(database, task, id, runningKey, board.task()))
  if (!item) return timing.busyMs

  const outcome = await attemptItem(run, board, item)
  if (outcome === 'GIVEN_BACK') return undefined
  if ('retry' in outcome) {
    board.set(id, { stage: '', progress: 0, assetsFound: 0 })
    await write(() => requeueItem(database, task, id, causeOf(outcome.retry), board.task()))
    return timing.backOffMs(item.attempt)
  }
  board.set(id, outcome.position)
  await write(() => endItem(database, task, id, outcome, board.task()))
  return undefined
}

type Outcome = ItemEnd | { readonly retry: unknown } | 'GIVEN_BACK'

async function attemptItem(run: TaskRun, board: ProgressBoard, item: TaskItemRow): Promise<Outcome> {
  const { definition, task, timing } = run
  const own = new AbortController()
  const timeout = setTimeout(() => own.abort(new StopReason('TIMED_OUT')), definition.itemTimeoutMs)
  const signal = AbortSignal.any([run.stop.signal, own.signal])
  try {
    const result = await settled(definition.run(item, board.of(item.id), signal, task), signal, timing.graceMs)
    return succeeded(board, item, result)
  } catch (error) {
    return failed(run, board, item, signal, error)
  } finally {
    clearTimeout(timeout)
  }
}

function succeeded(board: ProgressBoard, item: TaskItemRow, result: ItemResult): ItemEnd {
  const position = { ...board.position(item.id), progress: 100, assetsFound: result.assetsFound }
  return { state: result.partial ? 'PARTIAL' : 'SUCCEEDED', result, position }
}

function failed(run: TaskRun, board: ProgressBoard, item: TaskItemRow, signal: AbortSignal, error: unknown): Outcome {
  const position = board.position(item.id)
  switch (stopCode(signal)) {
    case 'STOPPING':
    case 'LEASE_LOST':
      return 'GIVEN_BACK'
    case 'CANCELLED':
      return { state: 'CANCELLED', cause: undefined, position }
    case 'TIMED_OUT':
      return { state: 'TIMED_OUT', cause: timedOut(run.definition.itemTimeoutMs), position: done(position) }
  }
  run.log.warn({ task: item.task, item: item.id, target: item.targetName, err: error }, 'an item failed')
  if (isRetryable(error) && item.attempt < run.task.maxAttempts) return { retry: error }
  return { state: 'FAILED', cause: causeOf(error), position: done(position) }
}

/** What has failed has nothing left to do. */
function done(position: ItemEnd['position']): ItemEnd['position'] {
  return { ...position, progress: 100 }
}

function timedOut(timeoutMs: number) {
  return {
    code: 'TIMED_OUT',
    message: `It took longer than ${Math.round(timeoutMs / 1000)} s.`,
    advice: 'Check whether the target answers slowly, then retry.',
  }
}

/** `work`, but an item that does not listen to its signal is left behind after `graceMs`. */
async function settled<T>(work: Promise<T>, signal: AbortSignal, graceMs: number): Promise<T> {
  const finished = new AbortController()
  const deaf = new Promise<never>((_, reject) => {
    const onAbort = () =>
      sleep(graceMs, undefined, { signal: finished.signal }).then(
        () => reject(signal.reason),
        () => {},
      )
    if (signal.aborted) onAbort()
    else signal.addEventListener('abort', onAbort, { once: true, signal: finished.signal })
  })
  try {
    return await Promise.race([work, deaf])
  } finally {
    finished.abort()
  }
}
