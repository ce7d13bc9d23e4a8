import { type Database, openPool } from './database.ts'

/** Opens the PostgreSQL server that `url` names. Connects at the first query. */
export function openPostgres(url: string, onIdleError?: (error: Error) => void): Database {
  return openPool({
    kind: 'postgres',
    config: { connectionString: url, max: 20, connectionTimeoutMillis: 10_000, application_name: 'breakwater' },
    onIdleError,
  })
}
