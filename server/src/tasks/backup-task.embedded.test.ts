import { cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { listCopies, putBack } from '@breakwater/drizzle/embedded/copies.ts'
import { type EmbeddedDatabase, openEmbedded } from '@breakwater/drizzle/embedded/open.ts'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { add, ended, FAST, readTask, silent } from '../../test/tasks.ts'
import { ensureStream } from '../events/stream-epoch.ts'
import { backupTask } from './backup-task.ts'
import type { TaskRow } from './definition.ts'
import { createTaskRunner } from './runner.ts'

let data: string
let database: EmbeddedDatabase
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'breakwater-backup-'))
  cpSync(inject('embeddedTemplate'), data, { recursive: true })
  database = await openEmbedded(data)
  await ensureStream(database)
})
afterEach(async () => {
  await database.close()
  rmSync(data, { recursive: true, force: true })
})

async function run(): Promise<TaskRow> {
  const definitions = [backupTask({ database, data })]
  const runner = createTaskRunner({ database, definitions, owner: 'test', log: silent, timing: FAST })
  await runner.start()
  const { id } = await add(database, { kind: 'BACKUP' })
  const row = await ended(database, id)
  await runner.stop()
  return row
}

test('it makes a copy that holds what was there', async () => {
  const { id, state } = await run()
  const [copy, ...others] = await listCopies(data)
  expect([state, others]).toEqual(['SUCCEEDED', []])
  await database.close()
  await putBack(data, String(copy))
  database = await openEmbedded(data)
  expect(await readTask(database, id)).toMatchObject({ kind: 'BACKUP', state: 'RUNNING' })
})

test('a folder that takes no copy is a failure with advice, and is not tried again', async () => {
  writeFileSync(join(data, 'copies'), 'in the way')
  expect(await run()).toMatchObject({ state: 'FAILED', causeCode: 'COPY_NOT_WRITTEN', attempt: 1 })
})
