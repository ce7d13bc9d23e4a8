import type { Progress } from './definition.ts'
import type { Position } from './items.ts'

/** How far the items of one task are, and the writing of it. */
export interface ProgressBoard {
  /** What an item reports with. */
  of(itemId: string): Progress
  /** How far an item is now. */
  position(itemId: string): Position
  /** Sets where an item is, without writing it: the caller does, or it was read. */
  set(itemId: string, position: Position): void
  /** How far the task is: the mean of its items'. */
  task(): Position
  /** Writes what was not written yet, and no more after that. */
  close(): Promise<void>
}

export interface ProgressSettings {
  /** Writes the positions that changed since the last time, and the task's. */
  readonly write: (items: ReadonlyMap<string, Position>, task: Position) => Promise<void>
  /** A write that failed; the values are written again with the next one. */
  readonly onError: (error: unknown) => void
  /** Between two writes. */
  readonly intervalMs: number
}

const NOWHERE: Position = { stage: '', progress: 0, assetsFound: 0 }

/** Collects what items report, and writes it at most once in `intervalMs`; the last value always arrives. */
export function createProgressBoard({ write, onError, intervalMs }: ProgressSettings): ProgressBoard {
  const positions = new Map<string, Position>()
  const dirty = new Set<string>()
  const sums = { progress: 0, assetsFound: 0 }
  let stage = ''
  let lastWriteAtMs = Number.NEGATIVE_INFINITY
  let timer: NodeJS.Timeout | undefined
  let writing: Promise<void> | undefined
  let closed = false

  const position = (id: string) => positions.get(id) ?? NOWHERE

  function set(id: string, next: Position): void {
    const before = position(id)
    sums.progress += next.progress - before.progress
    sums.assetsFound += next.assetsFound - before.assetsFound
    positions.set(id, next)
    dirty.delete(id)
  }

  function report(id: string, next: Partial<Position>): void {
    if (closed) return
    set(id, { ...position(id), ...next })
    if (next.stage !== undefined) stage = next.stage
    dirty.add(id)
    if (!timer && !writing) timer = setTimeout(flush, Math.max(0, lastWriteAtMs + intervalMs - performance.now()))
  }

  function flush(): void {
    timer = undefined
    const ids = [...dirty]
    if (ids.length === 0) return
    dirty.clear()
    lastWriteAtMs = performance.now()
    writing = write(new Map(ids.map((id) => [id, position(id)])), task())
      .catch((error: unknown) => {
        for (const id of ids) dirty.add(id)
        onError(error)
      })
      .finally(() => {
        writing = undefined
        if (dirty.size > 0 && !closed) timer = setTimeout(flush, intervalMs)
      })
  }

  function task(): Position {
    const mean = positions.size === 0 ? 0 : Math.floor(sums.progress / positions.size)
    return { stage, progress: mean, assetsFound: sums.assetsFound }
  }

  return {
    position,
    set,
    task,
    of: (id) => ({
      async stage(name, fn) {
        report(id, { stage: name })
        return await fn()
      },
      report: (part) => report(id, { progress: Math.floor(Math.min(1, Math.max(0, part)) * 100) }),
      found: (assetsFound) => report(id, { assetsFound }),
    }),
    async close() {
      closed = true
      clearTimeout(timer)
      await writing
      flush()
      await writing
    },
  }
}
