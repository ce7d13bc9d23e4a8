import { existsSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Worker } from 'node:worker_threads'
import { type Database, openPool } from '../database.ts'
import { FolderError, lockFolder } from './lock.ts'

export interface EmbeddedDatabase extends Database {
  /** The whole database as a gzipped tar that PGlite opens again. */
  dump(): Promise<Uint8Array>
}

/** Whether a database is the embedded one, which can be copied by itself. */
export function isEmbedded(database: Database): database is EmbeddedDatabase {
  return database.kind === 'embedded' && 'dump' in database
}

/**
 * Opens PGlite under `<data>/postgres`, behind a Unix socket in a folder that only this user may enter: its socket knows
 * no password. Takes the folder's lock first. Throws `FolderError`.
 */
export async function openEmbedded(data: string, onIdleError?: (error: Error) => void): Promise<EmbeddedDatabase> {
  const unlock = lockFolder(data)
  const sockets = mkdtempSync(join(tmpdir(), 'breakwater-'))
  try {
    const folder = join(data, 'postgres')
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    const socket = join(sockets, '.s.PGSQL.5432')
    // Made in a thread of its own: what initdb takes of memory is given back only when its thread ends.
    if (!existsSync(join(folder, 'PG_VERSION'))) await stopWorker(await startWorker(folder, socket))
    const worker = await startWorker(folder, socket)
    const stop = async () => {
      await stopWorker(worker)
      rmSync(sockets, { recursive: true, force: true })
      unlock()
    }
    // One connection: PGlite is one session, and its socket mixes the messages of several between two transactions, so that
    // a statement runs with another one's parameters. Callers take turns at the pool instead, whole transactions at a time.
    const database = openPool({
      kind: 'embedded',
      config: { host: sockets, user: 'postgres', database: 'postgres', max: 1, idleTimeoutMillis: 0 },
      onIdleError,
      onClose: stop,
    })
    return Object.assign(database, { dump: () => dump(worker) })
  } catch (error) {
    rmSync(sockets, { recursive: true, force: true })
    unlock()
    throw error
  }
}

function startWorker(folder: string, socket: string): Promise<Worker> {
  const worker = new Worker(new URL('./worker.ts', import.meta.url), { workerData: { folder, socket } })
  return new Promise((resolve, reject) => {
    const fail = (cause: unknown) =>
      reject(
        new FolderError(
          'UNREADABLE',
          `The database under ${folder} does not open. Put a copy back with \`npx --no breakwater restore\`, or move the folder away.`,
          { cause },
        ),
      )
    worker.once('error', fail)
    const onMessage = (message: unknown) => {
      const failed = typeof message === 'object' && message !== null && 'error' in message
      // Under `node --watch` a worker sends messages of its own, about the files that it loaded.
      if (message !== 'ready' && !failed) return
      worker.removeListener('message', onMessage)
      worker.removeListener('error', fail)
      if (!failed) return resolve(worker)
      void worker.terminate()
      fail(message.error)
    }
    worker.on('message', onMessage)
  })
}

async function stopWorker(worker: Worker): Promise<void> {
  const ended = new Promise<void>((resolve) => worker.once('exit', () => resolve()))
  worker.postMessage('stop')
  const timer = setTimeout(() => void worker.terminate(), 10_000)
  await ended
  clearTimeout(timer)
}

let dumps = 0

function dump(worker: Worker): Promise<Uint8Array> {
  const id = ++dumps
  return new Promise((resolve, reject) => {
    const onMessage = (message: { id?: number; dump?: ArrayBuffer; error?: string }) => {
      if (message.id !== id) return
      worker.removeListener('message', onMessage)
      if (message.dump) resolve(new Uint8Array(message.dump))
      else reject(new Error(`The database could not be copied: ${message.error}`))
    }
    worker.on('message', onMessage)
    worker.postMessage({ id, action: 'dump' })
  })
}
