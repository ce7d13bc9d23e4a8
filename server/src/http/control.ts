import { chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer, request as httpRequest, type IncomingMessage } from 'node:http'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { readBody } from './body.ts'

/**
 * How a command speaks to the instance that runs on the same data folder: HTTP over a Unix socket in a folder that only
 * this user may enter. The file `control` in the data folder names it: paths of sockets are limited to about 100 bytes.
 */
export type ControlActions = Readonly<
  Record<string, (input: Record<string, unknown>) => Promise<Record<string, unknown>>>
>

/** An instance refused what a command asked; its message is for the user. */
export class ControlError extends Error {
  override readonly name = 'ControlError'
}

const BODY_LIMIT_BYTES = 64 * 1024
const TIMEOUT_MS = 120_000

/** Listens for commands until `close` is called. */
export async function openControl(data: string, actions: ControlActions): Promise<{ close(): Promise<void> }> {
  const folder = mkdtempSync(join(tmpdir(), 'breakwater-control-'))
  const socket = join(folder, 'socket')
  const server = createServer(async (request, response) => {
    const action = actions[(request.url ?? '').slice(1)]
    try {
      if (!action || request.method !== 'POST')
        throw new ControlError('This instance does not know that command; it may be older.')
      const answer = await action(await inputOf(request))
      response.end(JSON.stringify({ ok: true, ...answer }))
    } catch (error) {
      response.end(JSON.stringify({ ok: false, message: error instanceof Error ? error.message : String(error) }))
    }
  })
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(socket, resolve)
  })
  chmodSync(socket, 0o600)
  // With a key from the environment and a database elsewhere nothing has made the folder yet.
  mkdirSync(data, { recursive: true, mode: 0o700 })
  writeFileSync(join(data, 'control'), socket, { mode: 0o600 })
  return {
    close: async () => {
      rmSync(join(data, 'control'), { force: true })
      await new Promise<void>((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      })
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/**
 * Asks the instance on `data`. Undefined when none runs there. Throws `ControlError` with the instance's own message.
 */
export async function askInstance(
  data: string,
  action: string,
  input: Record<string, unknown>,
): Promise<Record<string, unknown> | undefined> {
  const file = join(data, 'control')
  if (!existsSync(file)) return undefined
  const socket = readFileSync(file, 'utf8').trim()
  if (!existsSync(dirname(socket))) return undefined
  const answer = await post(socket, action, input)
  if (answer === undefined) return undefined
  if (answer['ok'] !== true) throw new ControlError(String(answer['message'] ?? 'The instance failed.'))
  return answer
}

function post(socketPath: string, action: string, input: object): Promise<Record<string, unknown> | undefined> {
  return new Promise((resolve, reject) => {
    const request = httpRequest({ socketPath, path: `/${action}`, method: 'POST', timeout: TIMEOUT_MS }, (response) => {
      readBody(response, BODY_LIMIT_BYTES).then((body) => resolve(JSON.parse(body.toString('utf8'))), reject)
    })
    request.on('timeout', () => request.destroy(new ControlError('The instance did not answer.')))
    request.on('error', (error: NodeJS.ErrnoException) => {
      // The file of an instance that was killed: nobody listens any more.
      if (error.code === 'ECONNREFUSED' || error.code === 'ENOENT') resolve(undefined)
      else reject(error)
    })
    request.end(JSON.stringify(input))
  })
}

async function inputOf(request: IncomingMessage): Promise<Record<string, unknown>> {
  const parsed: unknown = JSON.parse((await readBody(request, BODY_LIMIT_BYTES)).toString('utf8') || '{}')
  return typeof parsed === 'object' && parsed !== null ? (parsed as Record<string, unknown>) : {}
}
