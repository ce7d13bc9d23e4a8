import { readdirSync } from 'node:fs'
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

/** How far the tables are: whether there are none yet, and how many migrations of this version are still to be applied. */
export async function migrationState(database: Database): Promise<{ empty: boolean; pending: number }> {
  const known = readdirSync(migrationsFolder, { withFileTypes: true }).filter((entry) => entry.isDirectory()).length
  const { rows } = await database.pool.query(`select to_regclass('drizzle.__drizzle_migrations') is null as empty`)
  if (rows[0]?.empty) return { empty: true, pending: known }
  const applied = await database.pool.query('select count(*)::int as count from drizzle.__drizzle_migrations')
  return { empty: false, pending: Math.max(0, known - applied.rows[0]?.count) }
}

async function apply(client: pg.PoolClient): Promise<void> {
  await applyMigrations(drizzle({ client }), { migrationsFolder })
}
