import type { IncomingMessage, ServerResponse } from 'node:http'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { negotiate } from './accept.ts'
import type { Access, Caller } from './access.ts'
import type { Fault, Faults, WatchFault } from './faults.ts'
import { get, type KubernetesApi, type Route, route, served } from './kubernetes-api.ts'
import { list } from './list.ts'
import { isReview, review } from './reviews.ts'
import { type Answer, pathNotFound, status, webPage } from './status.ts'
import { asksForWatch, type OpenWatches, openWatch, readWatch, type WatchRequest, type WatchTimes } from './watch.ts'

/** A request that came in, as tests look at it. */
export interface LoggedRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly headers: IncomingMessage['headers']
  /** `get`, `list`, `watch` or `create`. */
  readonly verb: string
  /** The status that was answered; 0 when the connection was destroyed. */
  status: number
}

/** What goes wrong with a request, if anything; an answer waits for it. */
export type Meet = (request: LoggedRequest) => Promise<Fault | undefined> | Fault | undefined

export interface Handling {
  readonly api: KubernetesApi
  readonly access: Access
  readonly faults: Faults
  readonly requests: LoggedRequest[]
  readonly watchTimes: WatchTimes
  readonly watches: OpenWatches
  /** Asked first; faults in waiting meet what it lets through. */
  meet: Meet | undefined
}

/** Answers one request. */
export async function handle(handling: Handling, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = await read(handling.api, request)
  const { found, url } = asked
  const logged = log(handling, request, asked)
  const plural = found?.type === 'resource' ? found.resource.plural : undefined
  const continued = url.searchParams.has('continue')
  const met = { path: url.pathname, plural, verb: asked.verb, continued }
  const fault = (await handling.meet?.(logged)) ?? handling.faults.take(met)
  if (fault && 'delayMs' in fault) await sleep(fault.delayMs)
  if (fault && 'refuse' in fault) {
    request.socket.destroy()
    return
  }
  const answer = faulty(fault) ?? answerOf(handling, request, asked)
  if ('selector' in answer) {
    logged.status = 200
    openWatch(handling.api, answer, response, handling.watchTimes, watchFault(fault), handling.watches)
    return
  }
  logged.status = fault && ('cut' in fault || 'stall' in fault) ? 0 : answer.code
  send(request, response, answer, fault)
}

interface Asked {
  readonly url: URL
  readonly found: Route | undefined
  readonly verb: string
  readonly body: string
}

async function read(api: KubernetesApi, request: IncomingMessage): Promise<Asked> {
  const url = new URL(request.url ?? '/', 'https://double')
  const found = route(api, url.pathname)
  const chunks: Buffer[] = []
  for await (const chunk of request) chunks.push(chunk)
  return { url, found, verb: verbOf(request, found, url.searchParams), body: Buffer.concat(chunks).toString() }
}

function verbOf({ method }: IncomingMessage, found: Route | undefined, query: URLSearchParams): string {
  if (method !== 'GET') return VERBS[method ?? ''] ?? 'get'
  if (found?.type !== 'resource' || found.name !== undefined) return 'get'
  return asksForWatch(query) ? 'watch' : 'list'
}

const VERBS: Readonly<Record<string, string>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' }

function log({ requests }: Handling, request: IncomingMessage, { url, verb }: Asked): LoggedRequest {
  const logged: LoggedRequest = {
    method: request.method ?? 'GET',
    path: url.pathname,
    query: url.searchParams,
    headers: request.headers,
    verb,
    status: 0,
  }
  requests.push(logged)
  return logged
}

function faulty(fault: Fault | undefined): Answer | undefined {
  if (!fault) return undefined
  if ('html' in fault) return webPage
  if ('body' in fault) return { code: 200, contentType: 'application/json', body: fault.body }
  if (!('status' in fault)) return undefined
  const { retryAfter } = fault
  return status(fault.status, 'made to fail', {
    details: {},
    ...(retryAfter === undefined ? {} : { headers: { 'retry-after': String(retryAfter) } }),
  })
}

function watchFault(fault: Fault | undefined): WatchFault | undefined {
  if (!fault) return undefined
  if ('watch' in fault) return fault.watch
  if ('cut' in fault) return { cutAfterEvents: 0 }
  return 'stall' in fault ? { silent: true } : undefined
}

function answerOf(handling: Handling, request: IncomingMessage, asked: Asked): Answer | WatchRequest {
  const { api, access } = handling
  const { url, found, verb, body } = asked
  const caller = access.authenticate(request)
  if ('refused' in caller) return caller.refused
  if (request.method === 'POST' && isReview(url.pathname)) {
    return review(url.pathname, body, caller, access, served(api)) ?? pathNotFound
  }
  if (!found) return caller.anonymous ? access.refusalOfPath(url.pathname) : pathNotFound
  if (found.type === 'resource') return resourceAnswer(handling, request, found, caller, asked)
  if (verb !== 'get') return status(405, 'the server does not allow this method on the requested resource')
  if (caller.anonymous && !found.anonymous) return access.refusalOfPath(url.pathname)
  const wanted = negotiate(request.headers.accept, true)
  return typeof wanted === 'object' ? wanted.refused : found.answer(wanted)
}

function resourceAnswer(
  { api, access, watchTimes }: Handling,
  request: IncomingMessage,
  target: Extract<Route, { type: 'resource' }>,
  caller: Caller,
  { url, verb }: Asked,
): Answer | WatchRequest {
  const { resource, namespace, name } = target
  const refusal = access.refusal(caller, verb, resource, namespace, name)
  if (refusal) return refusal
  const wanted = negotiate(request.headers.accept, false)
  if (typeof wanted === 'object') return wanted.refused
  if (verb === 'get') return get(api, target)
  if (url.searchParams.has('labelSelector')) return status(400, 'the double does not select by labels')
  if (verb === 'list') return list(api, target, url.searchParams)
  const watch = readWatch(target, url.searchParams, watchTimes)
  return 'refused' in watch ? watch.refused : watch
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
    'cache-control': 'no-cache, private',
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
