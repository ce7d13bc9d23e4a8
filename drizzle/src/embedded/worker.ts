import { parentPort, workerData } from 'node:worker_threads'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'

/**
 * Runs PGlite and its socket in a thread of its own: in the server's thread a long statement stops the event loop.
 * workerData: `{ folder, socket }`. Posts `ready`, `{ error }`, or `{ id, dump }`; takes `{ id, action: 'dump' }` and `'stop'`.
 */
const { folder, socket } = workerData as { folder: string; socket: string }

/** What the files hold is in the system's cache anyway: a quarter of PostgreSQL's own buffers gives 130 MB back and costs no time. */
const SETTINGS = ['shared_buffers=32MB']

try {
  const db = await PGlite.create(folder, { relaxedDurability: false, postgresqlconf: SETTINGS })
  const server = new PGLiteSocketServer({ db, path: socket, maxConnections: 100 })
  await server.start()
  parentPort?.on('message', async (message: 'stop' | { id: number; action: 'dump' }) => {
    if (message === 'stop') {
      await server.stop()
      await db.close()
      parentPort?.close()
      return
    }
    try {
      const dump = await (await db.dumpDataDir('gzip')).arrayBuffer()
      parentPort?.postMessage({ id: message.id, dump }, [dump])
    } catch (error) {
      parentPort?.postMessage({ id: message.id, error: String(error) })
    }
  })
  parentPort?.postMessage('ready')
} catch (error) {
  parentPort?.postMessage({ error: error instanceof Error ? error.message : String(error) })
}
