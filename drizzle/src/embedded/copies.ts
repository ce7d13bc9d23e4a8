import { existsSync } from 'node:fs'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { PGlite } from '@electric-sql/pglite'
import { lockFolder } from './lock.ts'
import type { EmbeddedDatabase } from './open.ts'

/** A copy that cannot be put back. */
export class CopyError extends Error {
  override readonly name = 'CopyError'
}

const KEPT = 3
const SUFFIX = '.tar.gz'

/** Writes a copy into `<data>/copies`, flushed to the disk, and keeps the last three. Returns its path. */
export async function makeCopy(database: EmbeddedDatabase, data: string, now = new Date()): Promise<string> {
  const folder = join(data, 'copies')
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const path = join(folder, `${now.toISOString().replace(/[:.]/g, '-')}${SUFFIX}`)
  await writeCopy(database, path)
  const copies = await listCopies(data)
  await Promise.all(copies.slice(KEPT).map((old) => rm(old, { force: true })))
  return path
}

/** Writes a copy to `path`: whole, or not at all. Only this user may read it. */
export async function writeCopy(database: EmbeddedDatabase, path: string): Promise<void> {
  const partial = `${path}.partial`
  const file = await open(partial, 'w', 0o600)
  try {
    await file.writeFile(await database.dump())
    await file.sync()
  } finally {
    await file.close()
  }
  await rename(partial, path)
}

/** Paths of the copies in `<data>/copies`, the newest first. */
export async function listCopies(data: string): Promise<string[]> {
  const folder = join(data, 'copies')
  const names = await readdir(folder).catch(() => [])
  return names
    .filter((name) => name.endsWith(SUFFIX))
    .sort()
    .reverse()
    .map((name) => join(folder, name))
}

/**
 * Puts the copy at `path` in the place of the database under `data`, whose process must have ended. What was there is
 * moved aside, not deleted; its new place is returned, undefined when there was nothing. Throws `FolderError`, `CopyError`.
 */
export async function putBack(data: string, path: string, now = new Date()): Promise<string | undefined> {
  const unlock = lockFolder(data)
  const folder = join(data, 'postgres')
  const fresh = `${folder}.restoring`
  try {
    await rm(fresh, { recursive: true, force: true })
    await unpack(path, fresh)
    const aside = existsSync(folder) ? `${folder}.before-${now.toISOString().replace(/[:.]/g, '-')}` : undefined
    if (aside) await rename(folder, aside)
    await rename(fresh, folder)
    return aside
  } finally {
    await rm(fresh, { recursive: true, force: true })
    unlock()
  }
}

async function unpack(path: string, folder: string): Promise<void> {
  const bytes = await readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new CopyError(`The copy ${path} cannot be read (${error.code}).`)
  })
  try {
    const database = await PGlite.create({ dataDir: folder, loadDataDir: new Blob([bytes]) })
    await database.query('select 1 from stream')
    await database.close()
  } catch (cause) {
    throw new CopyError(`The file ${path} is not a copy of Breakwater's database, or is damaged.`, { cause })
  }
}
