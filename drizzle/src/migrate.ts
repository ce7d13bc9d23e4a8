import { fileURLToPath } from 'node:url'
import { drizzle } from 'drizzle-orm/node-postgres'
import { migrate as applyMigrations } from 'drizzle-orm/node-postgres/migrator'
import type pg from 'pg'
import type { Database } from './database.ts'
import { withMigrationLock } from './postgres-only.ts'

const migrationsFolder = fileURLToPath(new URL('../migrations', import.meta.url))

/**
 * Brings the tables to this version. On PostgreSQL on the connection that holds the advisory lock, so that replicas that
 * start together take turns; the embedded database is alone under its folder's lock.
 */
export async function migrate(database: Database): Promise<void> {
  if (database.kind === 'postgres') return withMigrationLock(database.pool, apply)
  const client = await database.pool.connect()
  try {
    await apply(client)
  } finally {
    client.release()
  }
}

async function apply(client: pg.PoolClient): Promise<void> {
  await applyMigrations(drizzle({ client }), { migrationsFolder })
}
