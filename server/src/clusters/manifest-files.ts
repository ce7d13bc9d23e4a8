import { constants } from 'node:fs'
import { open, readdir, realpath, stat } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import { MANIFEST_LIMITS, type ManifestFile, type ManifestProblem } from '../kubernetes/manifests.ts'
import { SourceError } from './source.ts'

/** What was read of the paths. A file that could not be read is a problem and stops nothing. */
export interface ManifestFiles {
  readonly files: readonly ManifestFile[]
  readonly problems: readonly ManifestProblem[]
}

export interface ManifestFileOptions {
  readonly signal: AbortSignal
  /** Of all files together. */
  readonly maxTotalBytes?: number
  readonly maxFiles?: number
  /** Folders within folders. */
  readonly maxDepth?: number
}

/**
 * Reads files, and of folders all `.yaml`, `.yml` and `.json` files within, in the order of their names. Hidden folders are
 * left out. A symbolic link in a folder is followed only to where it stays in that folder.
 * Throws `SourceError` NOT_FOUND for a path that is not there.
 */
export async function readManifestFiles(
  paths: readonly string[],
  options: ManifestFileOptions,
): Promise<ManifestFiles> {
  const reading: Reading = {
    files: [],
    problems: [],
    seen: new Set(),
    bytes: 0,
    signal: options.signal,
    maxTotalBytes: options.maxTotalBytes ?? MANIFEST_LIMITS.maxTotalBytes,
    maxFiles: options.maxFiles ?? 10_000,
    maxDepth: options.maxDepth ?? 32,
  }
  for (const path of paths) await readPath(path, reading)
  return { files: reading.files, problems: reading.problems }
}

interface Reading {
  readonly files: ManifestFile[]
  readonly problems: ManifestProblem[]
  /** Real paths of what was read: a loop of links comes to its end, a file named twice is read once. */
  readonly seen: Set<string>
  bytes: number
  readonly signal: AbortSignal
  readonly maxTotalBytes: number
  readonly maxFiles: number
  readonly maxDepth: number
}

async function readPath(path: string, reading: Reading): Promise<void> {
  const real = await realpath(path).catch((error: unknown) => {
    throw new SourceError(
      'NOT_FOUND',
      `${path} is not there, or cannot be read.`,
      'Check the path and its permissions.',
      {
        cause: error,
      },
    )
  })
  if ((await stat(real)).isDirectory()) await readFolder(path, real, real, 0, reading)
  else await readFile(path, real, reading)
}

async function readFolder(name: string, real: string, root: string, depth: number, reading: Reading): Promise<void> {
  if (reading.seen.has(real)) return
  reading.seen.add(real)
  if (depth > reading.maxDepth) return addProblem(reading, name, 'Not read: too many folders within folders.')
  const entries = await readdir(real, { withFileTypes: true }).catch(() => undefined)
  if (!entries) return addProblem(reading, name, 'This folder cannot be read.')
  for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
    reading.signal.throwIfAborted()
    if (entry.name.startsWith('.') || entry.name === 'node_modules') continue
    await readEntry(join(name, entry.name), join(real, entry.name), root, depth, reading)
  }
}

async function readEntry(name: string, path: string, root: string, depth: number, reading: Reading): Promise<void> {
  const real = await realpath(path).catch(() => undefined)
  const stats = real === undefined ? undefined : await stat(real).catch(() => undefined)
  if (real === undefined || !stats) return addProblem(reading, name, 'This is a link to nothing, or cannot be read.')
  const wanted = stats.isDirectory() || (stats.isFile() && /\.(?:ya?ml|json)$/i.test(name))
  if (!wanted) return
  if (!isWithin(root, real)) return addProblem(reading, name, 'Not read: this link leads out of the folder.')
  if (stats.isDirectory()) await readFolder(name, real, root, depth + 1, reading)
  else await readFile(name, real, reading)
}

async function readFile(name: string, real: string, reading: Reading): Promise<void> {
  if (reading.seen.has(real)) return
  reading.seen.add(real)
  if (reading.files.length >= reading.maxFiles) {
    return addProblem(reading, name, `Not read: ${reading.maxFiles} files are the most.`)
  }
  const text = await readBounded(real, reading.maxTotalBytes - reading.bytes)
  if (text === 'UNREADABLE') return addProblem(reading, name, 'This file cannot be read.')
  if (text === 'TOO_LARGE') {
    const most = Math.floor(reading.maxTotalBytes / (1024 * 1024))
    return addProblem(reading, name, `Not read: all files together may hold ${most} MiB.`)
  }
  reading.bytes += text.length
  reading.files.push({ name, text: text.toString('utf8') })
}

/** Opens without following a link that was put there meanwhile, and without waiting for a pipe. */
async function readBounded(real: string, maxBytes: number): Promise<Buffer | 'UNREADABLE' | 'TOO_LARGE'> {
  const handle = await open(real, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK).catch(
    () => undefined,
  )
  if (!handle) return 'UNREADABLE'
  try {
    const stats = await handle.stat()
    if (!stats.isFile()) return 'UNREADABLE'
    if (stats.size > maxBytes) return 'TOO_LARGE'
    const bytes = await handle.readFile()
    return bytes.length > maxBytes ? 'TOO_LARGE' : bytes
  } catch {
    return 'UNREADABLE'
  } finally {
    await handle.close()
  }
}

/** Whether `path` is `root` or lies below it; both are real paths. */
export function isWithin(root: string, path: string): boolean {
  const way = relative(root, path)
  return way === '' || !(way === '..' || way.startsWith(`..${sep}`) || way.startsWith(sep))
}

function addProblem(reading: Reading, file: string, message: string): void {
  reading.problems.push({ code: 'NOT_READ', file, line: undefined, kind: undefined, message })
}
