import { cpSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { inject } from 'vitest'
import type { Database } from '../src/database.ts'
import { openEmbedded } from '../src/embedded/open.ts'
import { openPostgres } from '../src/postgres.ts'
import { statement, withDatabase } from './global-setup-postgres.ts'
import type {} from './provided.ts'

/** How a test, or a process that it starts, opens the same database. */
export interface TestDatabase {
  readonly database: Database
  /** What a child process needs in its environment: DATABASE_URL, or nothing for the embedded one. */
  readonly url: string | undefined
  /** A data folder of this database's own. */
  readonly data: string
  close(): Promise<void>
}

let made = 0

/** A migrated, empty database of the kind that BREAKWATER_TEST_DATABASE names, for this test file alone. */
export async function testDatabase(): Promise<TestDatabase> {
  const data = mkdtempSync(join(tmpdir(), 'breakwater-test-'))
  if (process.env['BREAKWATER_TEST_DATABASE'] === 'embedded') {
    cpSync(inject('embeddedTemplate'), data, { recursive: true })
    const database = await openEmbedded(data)
    return { database, url: undefined, data, close: () => end(database, data) }
  }
  const { url, template } = inject('postgres')
  const name = `breakwater_test_${process.pid}_${Date.now()}_${++made}`
  await statement(url, `create database ${name} template ${template}`)
  const own = withDatabase(url, name)
  const database = openPostgres(own)
  return {
    database,
    url: own,
    data,
    close: async () => {
      await end(database, data)
      await statement(url, `drop database if exists ${name} with (force)`)
    },
  }
}

async function end(database: Database, data: string): Promise<void> {
  await database.close()
  rmSync(data, { recursive: true, force: true })
}
