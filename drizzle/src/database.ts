import { AsyncLocalStorage } from 'node:async_hooks'
import { drizzle, type NodePgDatabase } from 'drizzle-orm/node-postgres'
import pg from 'pg'

/** Queries through Drizzle: of the pool, or of one transaction. */
export type Queries = NodePgDatabase

/** The database, whichever stands behind it. PostgreSQL's dialect at the level of version 15. */
export interface Database {
  readonly kind: 'postgres' | 'embedded'
  /** Reads outside of a transaction. Inside of one they throw: on the embedded database they would wait for ever. */
  readonly db: Queries
  readonly pool: pg.Pool
  /**
   * The only way to write. `fn` holds database calls only, aims at under 100 ms and 1,000 rows, and uses only its `tx`.
   * When it throws, everything is rolled back. After `deadlineMs` the connection is destroyed, which rolls back as well.
   * Throws `TransactionError` for a deadline or a transaction in a transaction.
   */
  transaction<T>(fn: (tx: Queries) => Promise<T>, options?: { readonly deadlineMs?: number }): Promise<T>
  /** Calls `listener` after each commit of this process that wrote changes, until the returned function is called. */
  onChanges(listener: () => void): () => void
  close(): Promise<void>
}

/** What is known of the transaction that the caller runs in. */
export interface TransactionState {
  readonly pool: pg.Pool
  readonly kind: Database['kind']
  /** Set by whoever writes to the outbox; readers are told at the commit. */
  wroteChanges: boolean
}

const running = new AsyncLocalStorage<TransactionState>()

/** The transaction that the caller runs in; undefined outside of one. */
export function currentTransaction(): TransactionState | undefined {
  return running.getStore()
}

/** A transaction that was used wrongly or took too long. */
export class TransactionError extends Error {
  override readonly name = 'TransactionError'
  readonly code: 'DEADLINE' | 'NESTED' | 'POOL_IN_TRANSACTION'
  constructor(code: TransactionError['code'], message: string) {
    super(message)
    this.code = code
  }
}

export interface PoolSettings {
  readonly kind: Database['kind']
  readonly config: pg.PoolConfig
  /** Called for errors of idle connections, which have no caller to tell. */
  readonly onIdleError?: (error: Error) => void
  /** Called after the pool has ended; stops what stands behind it. */
  readonly onClose?: () => Promise<void>
}

const DEADLINE_MS = 5_000

/** Opens a pool. Connects at the first query. */
export function openPool(settings: PoolSettings): Database {
  const pool = new pg.Pool(settings.config)
  const listeners = new Set<() => void>()
  const inTransaction = () => running.getStore()?.pool === pool
  const inTurn = settings.kind === 'embedded' ? oneAtATime() : <T>(fn: () => Promise<T>) => fn()
  pool.on('error', (error) => settings.onIdleError?.(error))
  const connect = pool.connect.bind(pool)
  const db = drizzle({ client: guarded(pool, inTransaction) })

  async function transaction<T>(fn: (tx: Queries) => Promise<T>, options: { readonly deadlineMs?: number } = {}) {
    if (inTransaction()) {
      throw new TransactionError('NESTED', 'A transaction was opened inside a transaction; pass its tx on instead.')
    }
    return inTurn(() => run(fn, options.deadlineMs ?? DEADLINE_MS))
  }

  async function run<T>(fn: (tx: Queries) => Promise<T>, deadlineMs: number): Promise<T> {
    const client = await connect()
    let late: TransactionError | undefined
    let broken: Error | undefined
    const onBroken = (error: Error) => {
      broken = error
    }
    client.on('error', onBroken)
    const timer = setTimeout(() => {
      late = new TransactionError('DEADLINE', `A transaction took longer than ${deadlineMs} ms and was rolled back.`)
      destroy(client)
    }, deadlineMs)
    let healthy = true
    const state: TransactionState = { pool, kind: settings.kind, wroteChanges: false }
    try {
      await client.query(beginning(settings.kind, deadlineMs))
      // Awaited inside: what a query builder does when it is awaited belongs to the transaction as well.
      const result = await running.run(state, async () => await fn(drizzle({ client })))
      if (late) throw late
      await client.query('commit')
      if (state.wroteChanges) for (const listener of listeners) listener()
      return result
    } catch (error) {
      if (!late && !broken) await client.query('rollback').catch(() => (healthy = false))
      throw late ?? error
    } finally {
      clearTimeout(timer)
      client.removeListener('error', onBroken)
      client.release(late !== undefined || broken !== undefined || !healthy)
    }
  }

  let closing: Promise<void> | undefined
  return {
    kind: settings.kind,
    db,
    pool,
    transaction,
    onChanges(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    close: () => (closing ??= pool.end().then(() => settings.onClose?.())),
  }
}

/**
 * Transactions of the embedded database wait in a line of their own, and not in the pool's: so a read that comes waits for
 * the one that runs, and not for all that wait before it.
 */
function oneAtATime(): <T>(fn: () => Promise<T>) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve()
  return (fn) => {
    const result = last.then(fn, fn)
    last = result.catch(() => {})
    return result
  }
}

/**
 * A process that is frozen inside a transaction cannot keep its own deadline: the server rolls back for it, so that its locks,
 * and the changes that wait for it, are free. The embedded database lives in the same process, and would lose its session.
 */
function beginning(kind: Database['kind'], deadlineMs: number): string {
  if (kind === 'embedded') return 'begin'
  return `begin; set local idle_in_transaction_session_timeout = ${Math.ceil(deadlineMs * 2)}`
}

/** The pool, but a call inside a transaction throws instead of waiting for a connection that the transaction holds. */
function guarded(pool: pg.Pool, inTransaction: () => boolean): pg.Pool {
  return new Proxy(pool, {
    get(target, property) {
      if ((property === 'query' || property === 'connect') && inTransaction()) {
        throw new TransactionError('POOL_IN_TRANSACTION', 'The pool was used inside a transaction; use its tx instead.')
      }
      const value: unknown = Reflect.get(target, property, target)
      return typeof value === 'function' ? value.bind(target) : value
    },
  })
}

/** Ends the socket at once: the server rolls back what was open. `end()` would wait for the running statement. */
function destroy(client: pg.PoolClient): void {
  const { connection } = client as unknown as { connection: { stream: { destroy(error?: Error): void } } }
  connection.stream.destroy(new Error('deadline of the transaction'))
}
