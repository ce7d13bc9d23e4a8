import { createServer, type IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { ApiServer } from './api-server.ts'

/** Where another process tells the double what to do. */
export interface Control {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  close(): Promise<void>
}

/**
 * Listens in plain HTTP on a port of its own, so that a caller needs no certificate. Each command is a POST whose JSON
 * body is its argument: `/fail` `{target, status, times, …}`, `/heal`, `/forbid` `{resource}`, `/allow` `{resource}`,
 * `/withdraw` `{resource}`, `/expire`, `/put` an object or a list of them, `/remove` `{kind, name, namespace}`,
 * `/switch` `{state}` (the name of a state that was loaded at start). GET `/requests` tells what was asked.
 * JSON has no Infinity: `times: -1` stands for it.
 */
export async function control(
  api: ApiServer,
  states: ReadonlyMap<string, readonly KubernetesObject[]>,
): Promise<Control> {
  const server = createServer((request, response) => {
    command(api, states, request).then(
      (answer) => response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer)),
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

type Argument = Record<string, never>

async function command(
  api: ApiServer,
  states: ReadonlyMap<string, readonly KubernetesObject[]>,
  request: IncomingMessage,
): Promise<unknown> {
  const path = new URL(request.url ?? '/', 'http://double').pathname
  const body = await readBody(request)
  const argument: Argument = body === '' ? {} : JSON.parse(body)
  switch (`${request.method} ${path}`) {
    case 'GET /requests':
      return api.requests.map(({ method, path, query, status }) => ({ method, path, query: String(query), status }))
    case 'POST /fail':
      api.fail(argument['target'] ?? '*', withInfinity(argument))
      break
    case 'POST /heal':
      api.heal()
      break
    case 'POST /forbid':
      api.access.forbid(argument['resource'] ?? '')
      break
    case 'POST /allow':
      api.access.allow(argument['resource'] ?? '')
      break
    case 'POST /withdraw':
      api.withdraw(argument['resource'] ?? '')
      break
    case 'POST /expire':
      api.expireContinueTokens()
      break
    case 'POST /put':
      for (const object of [argument].flat()) api.store.put(object)
      break
    case 'POST /remove':
      api.store.remove(argument['kind'] ?? '', argument['name'] ?? '', argument['namespace'])
      break
    case 'POST /switch':
      api.store.replaceAll(states.get(argument['state'] ?? '') ?? noState(argument))
      break
    default:
      throw new Error(`There is no command ${request.method} ${path}`)
  }
  return { resourceVersion: api.store.resourceVersion }
}

function withInfinity(argument: Argument): Parameters<ApiServer['fail']>[1] {
  const fault = argument as unknown as Parameters<ApiServer['fail']>[1]
  return fault.times === -1 ? { ...fault, times: Number.POSITIVE_INFINITY } : fault
}

function noState(argument: Argument): never {
  throw new Error(`No state ${argument['state'] ?? ''} was loaded`)
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return Buffer.concat(chunks).toString()
}
