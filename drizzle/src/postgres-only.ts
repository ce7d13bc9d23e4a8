import { setTimeout as sleep } from 'node:timers/promises'
import type pg from 'pg'

/**
 * What only a real PostgreSQL has: session locks and LISTEN. The embedded database is one session, where advisory locks
 * exclude nobody and notifications are not delivered.
 */

const MIGRATION_LOCK = 4_702_611

/** Runs `fn` on a connection that holds the advisory lock of migrations. */
export async function withMigrationLock(pool: pg.Pool, fn: (client: pg.PoolClient) => Promise<void>): Promise<void> {
  const client = await pool.connect()
  let healthy = true
  try {
    await client.query('select pg_advisory_lock($1)', [MIGRATION_LOCK])
    await fn(client)
  } finally {
    await client.query('select pg_advisory_unlock($1)', [MIGRATION_LOCK]).catch(() => (healthy = false))
    client.release(!healthy)
  }
}

const CHANNEL = 'breakwater_change'

/** Tells every process that there is something new in the outbox; carries nothing, and is delivered at commit. */
export const NOTIFY_STATEMENT = `notify ${CHANNEL}`

/**
 * Calls `onNotify` whenever a process said that there is something new, and once after each (re)connection, for what was
 * missed. Reconnects by itself until `signal` is aborted.
 */
export async function listen(pool: pg.Pool, onNotify: () => void, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    try {
      const client = await pool.connect()
      const ended = new Promise<void>((resolve) => {
        client.on('error', () => resolve())
        client.on('end', () => resolve())
        signal.addEventListener('abort', () => resolve(), { once: true })
        if (signal.aborted) resolve()
      })
      client.on('notification', onNotify)
      try {
        await client.query(`listen ${CHANNEL}`)
        onNotify()
        await ended
      } finally {
        client.removeAllListeners('notification')
        client.release(true)
      }
    } catch {
      // The pool cannot connect now; the next try is below.
    }
    await sleep(1_000, undefined, { signal }).catch(() => {})
  }
}
