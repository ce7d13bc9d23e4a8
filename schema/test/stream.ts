import type { ChangeBatchRows, ChangeRow, ChangeService } from '../src/services.ts'

/** A stream of changes in memory that hands the same batch to all subscribers, as the server's bus does; a resync ends a subscription. */
export function changeStream() {
  let seq = 0
  const past: ChangeRow[] = []
  const readers = new Set<(batch: ChangeBatchRows) => void>()
  const cursorOf = (row: Pick<ChangeRow, 'seq'>) => `c${row.seq}`
  const after = (cursor: string | undefined) => past.filter((row) => row.seq > Number(cursor?.slice(1) ?? 0))
  const batchOf = (rows: readonly ChangeRow[], resync = false): ChangeBatchRows => ({
    rows,
    cursor: `c${rows.at(-1)?.seq ?? seq}`,
    resync,
    hasMore: false,
  })

  const service: ChangeService = {
    cursorOf,
    renewed: (cursor) => cursor,
    latest: async () => `c${seq}`,
    read: async (cursor, limit) => {
      const rows = after(cursor)
      return { ...batchOf(rows.slice(0, limit)), hasMore: rows.length > limit }
    },
    subscribe: (cursor, signal) => subscribe(cursor, signal),
  }

  async function* subscribe(cursor: string | undefined, signal: AbortSignal): AsyncGenerator<ChangeBatchRows> {
    const queue: ChangeBatchRows[] = []
    let wake = () => {}
    const reader = (batch: ChangeBatchRows) => {
      queue.push(batch)
      wake()
    }
    const onAbort = () => wake()
    signal.addEventListener('abort', onAbort)
    readers.add(reader)
    try {
      const missed = cursor === undefined ? [] : after(cursor)
      if (missed.length > 0) queue.push(batchOf(missed))
      while (!signal.aborted) {
        const batch = queue.shift()
        if (batch) {
          if (batch.resync) readers.delete(reader)
          yield batch
          if (batch.resync) return
        } else {
          await new Promise<void>((resolve) => {
            wake = resolve
          })
        }
      }
    } finally {
      readers.delete(reader)
      signal.removeEventListener('abort', onAbort)
    }
  }

  return {
    service,
    /** How many subscribers there are. */
    readers: () => readers.size,
    /** Hands changes to everyone in one batch. */
    push(...rows: readonly (Partial<ChangeRow> & Pick<ChangeRow, 'type' | 'node'>)[]) {
      const full = rows.map(
        (row): ChangeRow => ({
          seq: ++seq,
          transaction: '1',
          at: new Date(),
          operation: 'MODIFIED',
          cluster: '',
          namespace: '',
          registry: '',
          old: null,
          new: null,
          ...row,
        }),
      )
      past.push(...full)
      const batch = batchOf(full)
      for (const reader of readers) reader(batch)
    },
    /** Tells everyone to read anew. */
    resync() {
      const batch = batchOf([], true)
      for (const reader of readers) reader(batch)
    },
  }
}
