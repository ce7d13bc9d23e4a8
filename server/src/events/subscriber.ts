import type { ChangeRow } from '@breakwater/schema/services.ts'

/** What a subscriber waits for. */
export type Delivery = readonly ChangeRow[] | 'RESYNC' | 'ENDED'

/**
 * The bounded queue of one subscriber. What does not fit ends it: the queue is emptied, and all that it gives from then on
 * is RESYNC, so that one who never reads costs nothing.
 */
export interface Subscriber {
  /** Whether it takes more. */
  push(rows: readonly ChangeRow[]): boolean
  /** The next delivery, in order; waits for it. */
  next(): Promise<Delivery>
  /** Nothing more comes: it was told to stop, or has to read everything anew. */
  finish(how: 'RESYNC' | 'ENDED'): void
  readonly queuedRows: number
}

export function createSubscriber(mostRows: number): Subscriber {
  let queue: (readonly ChangeRow[])[] = []
  let queuedRows = 0
  let final: 'RESYNC' | 'ENDED' | undefined
  let waiting: (() => void) | undefined

  function finish(how: 'RESYNC' | 'ENDED'): void {
    final ??= how
    queue = []
    queuedRows = 0
    waiting?.()
  }

  return {
    push(rows) {
      if (final) return false
      queuedRows += rows.length
      if (queuedRows > mostRows) {
        finish('RESYNC')
        return false
      }
      queue.push(rows)
      waiting?.()
      return true
    },
    async next() {
      if (queue.length === 0 && !final) await new Promise<void>((resolve) => (waiting = resolve))
      waiting = undefined
      const rows = queue.shift()
      if (!rows) return final ?? []
      queuedRows -= rows.length
      return rows
    },
    finish,
    get queuedRows() {
      return queuedRows
    },
  }
}
