import { cpSync, existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, inject, test } from 'vitest'
import { recordChanges } from '../changes.ts'
import { change, stream } from '../tables/change.ts'
import { listCopies, makeCopy, putBack } from './copies.ts'
import { type EmbeddedDatabase, openEmbedded } from './open.ts'

let data: string
let database: EmbeddedDatabase
beforeEach(async () => {
  data = mkdtempSync(join(tmpdir(), 'breakwater-copies-'))
  cpSync(inject('embeddedTemplate'), data, { recursive: true })
  database = await openEmbedded(data)
})
afterEach(async () => {
  await database.close()
  rmSync(data, { recursive: true, force: true })
})

const write = (node: string) =>
  database.transaction((tx) => recordChanges(tx, [{ type: 'Cluster', node, operation: 'ADDED' }]))
const written = async () => (await database.db.select({ node: change.node }).from(change)).map((row) => row.node)

test('a copy that is put back holds what was there when it was made, and what was there later is moved aside', async () => {
  await database.transaction((tx) =>
    tx.insert(stream).values({ epoch: 'a', startedAt: new Date() }).onConflictDoNothing(),
  )
  await write('before')
  const copy = await makeCopy(database, data)
  await write('after')
  await database.close()

  const aside = await putBack(data, copy)

  database = await openEmbedded(data)
  expect(await written()).toEqual(['before'])
  expect(existsSync(String(aside))).toBe(true)
})

test('only the last three copies are kept', async () => {
  for (const day of [1, 2, 3, 4]) await makeCopy(database, data, new Date(Date.UTC(2026, 0, day)))
  expect((await listCopies(data)).map((path) => path.match(/2026-01-0\d/)?.[0])).toEqual([
    '2026-01-04',
    '2026-01-03',
    '2026-01-02',
  ])
})

test('a file that is no copy leaves the database as it was', async () => {
  await write('kept')
  await database.close()
  const file = join(data, 'holiday.tar.gz')
  writeFileSync(file, 'not a database')

  await expect(putBack(data, file)).rejects.toThrow('not a copy')

  database = await openEmbedded(data)
  expect(await written()).toEqual(['kept'])
})

test('a folder in use is not restored over', async () => {
  const copy = await makeCopy(database, data)
  await expect(putBack(data, copy)).rejects.toMatchObject({ code: 'IN_USE' })
})
