import { mkdtempSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listCopies } from '@breakwater/drizzle/embedded/copies.ts'
import { migrationState } from '@breakwater/drizzle/migrate.ts'
import { afterAll, expect, test } from 'vitest'
import { readConfig } from './config.ts'
import { openDatabase, start } from './main.ts'

const folder = mkdtempSync(join(tmpdir(), 'breakwater-start-'))
afterAll(() => rmSync(folder, { recursive: true, force: true }))

const starting = (environment: Record<string, string>) =>
  start(readConfig({ LOG_LEVEL: 'fatal', PORT: '0', BREAKWATER_DATA: join(folder, 'data'), ...environment }))

test('a port in use is told in one line, and nothing is left running', async () => {
  const other = createServer()
  const port = await new Promise<number>((resolve) => {
    other.listen(0, '127.0.0.1', () => resolve((other.address() as { port: number }).port))
  })
  await expect(starting({ PORT: String(port) })).rejects.toThrow(
    `Port ${port} is in use. Stop what uses it, or set PORT`,
  )
  other.close()

  const running = await starting({ PORT: String(port) })
  await expect(starting({})).rejects.toThrow('is in use by process')
  await running.stop()
})

test('a database that does not answer is told in one line, without its password', async () => {
  const failed = starting({ DATABASE_URL: 'postgres://user:hunter2@127.0.0.1:1/x' })
  await expect(failed).rejects.toThrow('The database at 127.0.0.1:1 cannot be used (ECONNREFUSED). Check DATABASE_URL')
  await expect(failed).rejects.not.toThrow('hunter2')
})

test('a key that is none stops the start, and what to do is said', async () => {
  await expect(starting({ BREAKWATER_SECRET_KEY: 'short' })).rejects.toThrow('openssl rand -base64 32')
})

test('a version with new tables copies the database first, and the copy is the state before', async () => {
  const config = readConfig({ LOG_LEVEL: 'fatal', BREAKWATER_DATA: join(folder, 'older') })
  const older = await openDatabase(config)
  expect(await listCopies(config.data)).toEqual([])
  // As an older version left it: nothing of this version was applied, but there are tables with rows.
  await older.pool.query('drop schema public cascade; create schema public; truncate drizzle.__drizzle_migrations')
  await older.pool.query(`create table older (state text); insert into older values ('before')`)
  await older.close()

  const newer = await openDatabase(config)
  expect(await migrationState(newer)).toEqual({ empty: false, pending: 0 })
  expect((await newer.pool.query('select * from older')).rows).toEqual([{ state: 'before' }])
  await newer.close()
  expect(await listCopies(config.data)).toHaveLength(1)
})
