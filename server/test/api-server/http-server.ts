import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import type { Access } from './access.ts'
import type { Fault, Faults } from './faults.ts'
import { get, type KubernetesApi, list, type Route, route } from './kubernetes-api.ts'
import { type Answer, pathNotFound, status, webPage } from './status.ts'

/** A request that came in, as tests look at it. */
export interface LoggedRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  /** The status that was answered; 0 when the connection was destroyed. */
  status: number
}

export interface Handling {
  readonly api: KubernetesApi
  readonly access: Access
  readonly faults: Faults
  readonly requests: LoggedRequest[]
}

/** Answers one request. */
export async function handle(handling: Handling, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const url = new URL(request.url ?? '/', 'https://double')
  const logged: LoggedRequest = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    status: 0,
  }
  handling.requests.push(logged)
  const found = route(handling.api, url.pathname)
  const plural = found?.type === 'resource' ? found.resource.plural : undefined
  const fault = handling.faults.take(url.pathname, plural, url.searchParams.has('continue'))
  if (fault && 'delayMs' in fault) await sleep(fault.delayMs)
  if (fault && 'refuse' in fault) {
    request.socket.destroy()
    return
  }
  const answer = faulty(fault) ?? answerOf(handling, request, url, found)
  logged.status = fault && ('cut' in fault || 'stall' in fault) ? 0 : answer.code
  send(request, response, answer, fault)
}

function faulty(fault: Fault | undefined): Answer | undefined {
  if (!fault) return undefined
  if ('html' in fault) return webPage
  if ('body' in fault) return { code: 200, contentType: 'application/json', body: fault.body }
  if (!('status' in fault)) return undefined
  const answer = status(fault.status, 'made to fail')
  return fault.retryAfter === undefined ? answer : { ...answer, headers: { 'retry-after': String(fault.retryAfter) } }
}

function answerOf(handling: Handling, request: IncomingMessage, url: URL, found: Route | undefined): Answer {
  const { api, access } = handling
  const caller = access.authenticate(request)
  if ('refused' in caller) return caller.refused
  if (request.method !== 'GET') return status(405, 'the server does not allow this method on the requested resource')
  if (!found) return caller.user === undefined ? access.refusalOfPath(url.pathname) : pathNotFound
  if (found.type === 'document') {
    return found.anonymous || caller.user !== undefined ? found.answer() : access.refusalOfPath(url.pathname)
  }
  const { resource, namespace, name } = found
  const refusal = access.refusal(caller.user, name === undefined ? 'list' : 'get', resource, namespace)
  if (refusal) return refusal
  return name === undefined ? list(api, resource, namespace, url.searchParams) : get(api, resource, namespace, name)
}

// The real server compresses what is larger than this, at the fastest level.
const GZIP_FROM_BYTES = 128 * 1024

function send(request: IncomingMessage, response: ServerResponse, answer: Answer, fault: Fault | undefined): void {
  const plain = Buffer.from(answer.body)
  const gzip = plain.length > GZIP_FROM_BYTES && /\bgzip\b/.test(String(request.headers['accept-encoding'] ?? ''))
  const body = gzip ? gzipSync(plain, { level: 1 }) : plain
  response.writeHead(answer.code, {
    'content-type': answer.contentType,
    'content-length': body.length,
    'audit-id': 'double',
    ...(gzip ? { 'content-encoding': 'gzip', vary: 'Accept-Encoding' } : {}),
    ...answer.headers,
  })
  if (!fault || !('cut' in fault || 'stall' in fault)) {
    response.end(body)
    return
  }
  const destroy = (): void => {
    if ('cut' in fault) request.socket.destroy()
  }
  response.write(body.subarray(0, Math.ceil(body.length / 2)), destroy)
}
