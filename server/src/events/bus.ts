import { setTimeout as sleep } from 'node:timers/promises'
import type { Database } from '@breakwater/drizzle/database.ts'
import { listen } from '@breakwater/drizzle/postgres-only.ts'
import type { ChangeBatchRows, ChangeRow, ChangeService } from '@breakwater/schema/services.ts'
import type { SecretKey } from '../secrets/seal.ts'
import { createBell } from './bell.ts'
import { comparePositions, createCursors, type Position } from './cursor.ts'
import { endOfStream, MOST_ROWS, type OutboxLag, type OutboxPage, placeOf, readLag, readOutbox } from './outbox.ts'
import { createSubscriber, type Subscriber } from './subscriber.ts'

export interface EventBus extends ChangeService {
  /** Begins to read; before that nothing is pushed. */
  start(): Promise<void>
  /** Ends all subscriptions and reads no more. */
  stop(): Promise<void>
  /** How far what was pushed is behind what is committed, and what holds changes back. */
  lag(): Promise<OutboxLag>
  readonly subscribers: number
  /** Rows that wait in the queues of subscribers. */
  readonly queuedRows: number
}

export interface EventBusSettings {
  readonly database: Database
  /** Seals cursors; the same in all processes. */
  readonly key: SecretKey
  readonly log: { warn(fields: Readonly<Record<string, unknown>>, message: string): void }
  /** Between two reads when nothing tells that there is something new: a safety net. */
  readonly pollMs?: number
  /** How many rows may wait for a subscriber that does not read, before it is ended. */
  readonly mostQueuedRows?: number
}

/** Over this age an open transaction that holds changes back is named in the log. */
const LONG_TRANSACTION_MS = 30_000

/**
 * Between two reads while something waits for an older transaction: one that wrote no change, or belongs to another database
 * of the same server, rings no bell when it ends.
 */
const LEAST_HELD_MS = 5
const MOST_HELD_MS = 250

/**
 * Pushes what is written to the outbox. main.ts makes one in every process that answers, after `ensureStream`, calls
 * `start()`, hands it to resolvers as their `ChangeService`, and calls `stop()` before the database is closed.
 */
export function createEventBus(settings: EventBusSettings): EventBus {
  const { database, key, log, pollMs = 5_000, mostQueuedRows = 10_000 } = settings
  const subscribers = new Set<Subscriber>()
  const stopping = new AbortController()
  let pushed: Position | undefined
  let epoch = ''
  let loops: Promise<unknown> = Promise.resolve()
  const bell = createBell()
  const cursors = createCursors(key)
  const cursorOfRow = new WeakMap<ChangeRow, string>()

  /** The same for all whom the row is pushed to, so that what is made for one of them serves all. */
  function cursorOf(row: ChangeRow): string {
    const known = cursorOfRow.get(row)
    if (known !== undefined) return known
    const made = cursors.encode({ epoch, transaction: row.transaction, seq: row.seq })
    cursorOfRow.set(row, made)
    return made
  }

  function toBatch({ rows, position, resync, hasMore }: OutboxPage): ChangeBatchRows {
    return { rows, cursor: cursors.encode(position), resync, hasMore }
  }

  function resyncAt(position: Position): ChangeBatchRows {
    return { rows: [], cursor: cursors.encode(position), resync: true, hasMore: false }
  }

  async function readOn(): Promise<void> {
    for (let heldForMs = 0; !stopping.signal.aborted; ) {
      const left = await readOnce()
      heldForMs = left === 'HELD_BACK' ? Math.min(MOST_HELD_MS, Math.max(LEAST_HELD_MS, heldForMs * 2)) : 0
      if (left !== 'MORE') await bell.wait(Math.min(pollMs, heldForMs || pollMs))
    }
  }

  /** Reads what is new and pushes it. Resolves to what is left. */
  async function readOnce(): Promise<'MORE' | 'HELD_BACK' | 'NOTHING'> {
    try {
      const page = await readOutbox(database, pushed, MOST_ROWS)
      // From here to the end nothing waits: a subscriber that cuts over sees either none or all of this.
      pushed = page.position
      epoch = page.position.epoch
      if (page.resync) resyncAll()
      if (page.rows.length > 0) push(page.rows)
      return page.hasMore ? 'MORE' : page.heldBack ? 'HELD_BACK' : 'NOTHING'
    } catch (error) {
      if (!stopping.signal.aborted) log.warn({ err: error }, 'reading changes failed and is tried again')
      return 'NOTHING'
    }
  }

  function push(rows: readonly ChangeRow[]): void {
    for (const subscriber of subscribers) {
      if (!subscriber.push(rows)) subscribers.delete(subscriber)
    }
  }

  /** The stream began anew under us. */
  function resyncAll(): void {
    for (const subscriber of subscribers) subscriber.finish('RESYNC')
    subscribers.clear()
  }

  async function watchHorizon(): Promise<void> {
    while (!stopping.signal.aborted) {
      await sleep(LONG_TRANSACTION_MS, undefined, { signal: stopping.signal }).catch(() => {})
      if (stopping.signal.aborted) return
      const lag = await bus.lag().catch(() => undefined)
      if (lag && lag.oldestTransactionMs > LONG_TRANSACTION_MS) {
        log.warn({ ...lag }, 'an open transaction holds changes back')
      }
    }
  }

  /**
   * Three phases. Backfill: the subscriber reads the outbox itself, at its own pace, so that what it missed waits in the
   * database and not in memory. Cut-over: as soon as it has read at least as far as this process has pushed, it is
   * registered, in the same turn of the event loop as that is found out, so that nothing can be pushed in between. Live:
   * what is pushed goes into its bounded queue; of the first batches it skips what its backfill had already.
   */
  async function* follow(begin: Promise<Position>, signal: AbortSignal): AsyncGenerator<ChangeBatchRows> {
    let position = await begin
    const subscriber = createSubscriber(mostQueuedRows)
    const end = () => {
      subscribers.delete(subscriber)
      subscriber.finish('ENDED')
    }
    signal.addEventListener('abort', end, { once: true })
    stopping.signal.addEventListener('abort', end, { once: true })
    try {
      for (let caughtUp = false; !caughtUp; ) {
        if (signal.aborted || stopping.signal.aborted) return
        const page = await readOutbox(database, position, MOST_ROWS)
        position = page.position
        if (page.resync) {
          yield toBatch(page)
          return
        }
        if (page.rows.length > 0) yield toBatch(page)
        caughtUp = !page.hasMore && (!pushed || comparePositions(position, pushed) >= 0)
        if (caughtUp) subscribers.add(subscriber)
      }
      for (;;) {
        const delivery = await subscriber.next()
        if (delivery === 'ENDED') return
        if (delivery === 'RESYNC') {
          yield resyncAt(await endOfStream(database.db))
          return
        }
        const rows = following(delivery, position)
        const last = rows.at(-1)
        if (!last) continue
        position = { ...position, ...placeOf(last) }
        yield { rows, cursor: cursorOf(last), resync: false, hasMore: false }
      }
    } finally {
      end()
      signal.removeEventListener('abort', end)
      stopping.signal.removeEventListener('abort', end)
    }
  }

  const bus: EventBus = {
    async start() {
      pushed = await endOfStream(database.db)
      epoch = pushed.epoch
      const unsubscribe = database.onChanges(bell.ring)
      stopping.signal.addEventListener('abort', unsubscribe, { once: true })
      const listening = database.kind === 'postgres' ? listen(database.pool, bell.ring, stopping.signal) : undefined
      loops = Promise.all([readOn(), watchHorizon(), listening])
    },
    async stop() {
      stopping.abort()
      bell.ring()
      await loops
    },
    cursorOf,
    renewed: (cursor) => cursors.encode(cursors.decode(cursor)),
    latest: async (queries) => cursors.encode(await endOfStream(queries ?? database.db)),
    read: async (after, limit) =>
      toBatch(
        await readOutbox(
          database,
          after === undefined ? undefined : cursors.decode(after),
          Math.min(Math.max(limit, 1), MOST_ROWS),
        ),
      ),
    subscribe(after, signal) {
      // Told now, not at the first read: what happens between is not lost.
      const begin = after === undefined ? endOfStream(database.db) : Promise.resolve(cursors.decode(after))
      begin.catch(() => {})
      return follow(begin, signal)
    },
    lag: async () => readLag(database, pushed ?? (await endOfStream(database.db))),
    get subscribers() {
      return subscribers.size
    },
    get queuedRows() {
      return subscribers.values().reduce((sum, subscriber) => sum + subscriber.queuedRows, 0)
    },
  }
  return bus
}

/** Those of `rows` that come after `position`; they are in order, so mostly all of them do. */
function following(rows: readonly ChangeRow[], position: Position): readonly ChangeRow[] {
  const [first] = rows
  if (first && comparePositions(first, position) > 0) return rows
  return rows.filter((row) => comparePositions(row, position) > 0)
}
