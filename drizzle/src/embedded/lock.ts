import { closeSync, mkdirSync, openSync, readFileSync, rmSync, writeSync } from 'node:fs'
import { join } from 'node:path'

/** A folder that cannot be used, with what to do. */
export class FolderError extends Error {
  override readonly name = 'FolderError'
  readonly code: 'IN_USE' | 'NOT_WRITABLE' | 'UNREADABLE'
  constructor(code: FolderError['code'], message: string, options?: ErrorOptions) {
    super(message, options)
    this.code = code
  }
}

/**
 * Takes `folder` for this process; two processes in one PGlite folder lose writes, and PGlite does not notice.
 * The lock is a file with the process id and when that process started; that of a process that is gone is taken over.
 * Returns how to give it back. Throws `FolderError`.
 */
export function lockFolder(folder: string): () => void {
  const path = join(folder, 'lock')
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
  } catch (error) {
    throw notWritable(folder, error)
  }
  for (let tries = 0; tries < 5; tries++) {
    try {
      const file = openSync(path, 'wx', 0o600)
      writeSync(file, JSON.stringify({ pid: process.pid, started: startOf(process.pid) }))
      closeSync(file)
      return () => release(path)
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw notWritable(folder, error)
      const owner = ownerOf(path)
      if (owner && isRunning(owner)) {
        throw new FolderError(
          'IN_USE',
          `The data folder ${folder} is in use by process ${owner.pid}. Stop that one, or set BREAKWATER_DATA to another folder.`,
        )
      }
      rmSync(path, { force: true })
    }
  }
  throw new FolderError('IN_USE', `The data folder ${folder} is being taken by another process. Try again.`)
}

interface Owner {
  readonly pid: number
  /** Clock ticks since boot, from /proc; a process id alone may have been given anew. */
  readonly started: string | undefined
}

function release(path: string): void {
  if (ownerOf(path)?.pid === process.pid) rmSync(path, { force: true })
}

function ownerOf(path: string): Owner | undefined {
  try {
    const owner: unknown = JSON.parse(readFileSync(path, 'utf8'))
    if (typeof owner === 'object' && owner !== null && 'pid' in owner && typeof owner.pid === 'number') {
      return {
        pid: owner.pid,
        started: 'started' in owner && typeof owner.started === 'string' ? owner.started : undefined,
      }
    }
  } catch {
    // Half-written by a process that died, or gone in between: nobody's.
  }
  return undefined
}

function isRunning(owner: Owner): boolean {
  try {
    process.kill(owner.pid, 0)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EPERM') return false
  }
  return owner.started === undefined || startOf(owner.pid) === owner.started
}

function startOf(pid: number): string | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8')
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]
  } catch {
    return undefined
  }
}

function notWritable(folder: string, cause: unknown): FolderError {
  return new FolderError(
    'NOT_WRITABLE',
    `The data folder ${folder} cannot be written. Give this user the right to, or set BREAKWATER_DATA to another folder.`,
    { cause },
  )
}
