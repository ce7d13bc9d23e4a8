import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listCopies } from '@breakwater/drizzle/embedded/copies.ts'
import { type EmbeddedDatabase, openEmbedded } from '@breakwater/drizzle/embedded/open.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { add, ended, FAST, silent } from '../../test/tasks.ts'
import { backupTask } from './backup-task.ts'
import type { TaskRow } from './definition.ts'
import { createTaskRunner } from './runner.ts'

let data: string
let database: EmbeddedDatabase
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'breakwater-backup-'))
  cpSync(inject('embeddedTemplate'), data, { recursive: true })
  database = await openEmbedded(data)
})
afterEach(async () => {
  await database.close()
  rmSync(data, { recursive: true, force: true })
})

async function run(): Promise<TaskRow> {
  const definitions = [backupTask({ database, data })]
  const runner = createTaskRunner({
    database,
    definitions,
    owner: 'test',
    log: silent,
    timing: { ...FAST, leaseMs: 200 },
  })
  await runner.start()
  const { id } = await add(database, { kind: 'BACKUP' })
  const row = await ended(database, id)
  await runner.stop()
  return row
}

test('it makes one copy, also when that takes longer than the lease', async () => {
  expect(await run()).toMatchObject({ state: 'SUCCEEDED', attempt: 1 })
  expect(await listCopies(data)).toHaveLength(1)
})

test('a folder that takes no copy is a failure with advice, and is not tried again', async () => {
  writeFileSync(join(data, 'copies'), 'in the way')
  expect(await run()).toMatchObject({ state: 'FAILED', causeCode: 'COPY_NOT_WRITTEN', attempt: 1 })
})
