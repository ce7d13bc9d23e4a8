import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { ApiServer } from './api-server.ts'
import { COMMANDS, type States } from './commands.ts'

/** Where another process tells the double what to do. */
export interface Control {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  close(): Promise<void>
}

/**
 * Listens in plain HTTP on a port of its own, so that a caller needs no certificate. Each command is a POST whose JSON
 * body is its argument (see commands.ts); it answers with the resource version after it, and what else it tells.
 * GET `/requests` tells what was asked, GET `/watches` which watches are open. What is wrong is answered with 400.
 */
export async function control(
  api: ApiServer,
  states: ReadonlyMap<string, readonly KubernetesObject[]>,
): Promise<Control> {
  const server = createServer((request, response) => {
    answer(api, states, request).then(
      (told) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(told)),
      (error: unknown) => response.writeHead(400).end(String(error)),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}

async function answer(api: ApiServer, states: States, request: IncomingMessage): Promise<unknown> {
  const path = new URL(request.url ?? '/', 'http://double').pathname
  if (request.method === 'GET' && path === '/watches') return api.openWatches()
  if (request.method === 'GET' && path === '/requests') {
    return api.requests.map(({ method, path, query, status }) => ({ method, path, query: String(query), status }))
  }
  const command = request.method === 'POST' ? COMMANDS[path.slice(1)] : undefined
  if (!command) throw new Error(`There is no command ${request.method} ${path}`)
  const body = await readBody(request)
  const told = await command(api, body === '' ? {} : JSON.parse(body), states)
  return { resourceVersion: api.store.resourceVersion, ...(typeof told === 'object' ? told : {}) }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
