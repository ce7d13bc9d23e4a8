import { randomUUID } from 'node:crypto'
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Duplex } from 'node:stream'
import { type Log, sparing, withLogFields } from '../log.ts'
import type { Access } from './access.ts'
import { authenticate, cookieName, type Door, RefusedError } from './authenticate.ts'
import { BodyTooLargeError, createBodies, readBody } from './body.ts'
import { createProxies } from './client-address.ts'
import type { DevelopmentProxy } from './development-proxy.ts'
import type { Exporter } from './export/export.ts'
import { createGraphiql } from './graphiql.ts'
import { answerGraphql, refuse, type Yoga } from './graphql.ts'
import { createOriginCheck } from './origin.ts'
import { createPresence } from './presence.ts'
import { createRequestLimits, type RequestLimits, TooManyRequestsError } from './request-limits.ts'
import type { StaticFiles } from './static-files.ts'
import { createTlsServer, type TlsFiles } from './tls.ts'
import { createSockets } from './websocket.ts'

/** One port: GraphQL over HTTP and WebSocket, login, health, and the dashboard. */
export interface App {
  /** Where people reach it, such as `http://127.0.0.1:4000`. */
  readonly url: string
  /** Lets running requests end for a moment, then closes what is left. */
  close(): Promise<void>
}

export interface AppParts {
  readonly host: string
  readonly port: number
  /** Serves HTTPS and WSS. */
  readonly tls?: TlsFiles | undefined
  /** Origins under which others reach it; people are sent to the first one. */
  readonly publicOrigins?: readonly string[]
  /** Addresses and CIDRs of proxies in front whose X-Forwarded headers are believed. */
  readonly trustedProxies?: readonly string[]
  readonly limits?: RequestLimits
  readonly yoga: Yoga
  readonly access: Access
  readonly exporter: Exporter
  /** The exported dashboard; or, while it is developed, the server that builds it. */
  readonly pages: StaticFiles | DevelopmentProxy
  /** What is not ready, in words; empty when all is. */
  readonly notReady: () => Promise<readonly string[]>
  readonly log: Log
}

const LOGIN_BODY_LIMIT_BYTES = 4_096
const CLOSE_GRACE_MS = 2_000
/** Without a byte in either direction; longer than any operation takes. WebSockets have a heartbeat of their own. */
const IDLE_MS = 150_000
const MOST_CONNECTIONS = 10_000
/** A year. Browsers then ask this host for nothing but HTTPS. */
const STRICT_TRANSPORT = 'max-age=31536000'

/** Starts to listen. Rejects with the error of `listen`, such as EADDRINUSE, or `TlsError`. */
export async function startApp(parts: AppParts): Promise<App> {
  const { yoga, access, exporter, pages, log, tls, publicOrigins = [], limits = createRequestLimits() } = parts
  const port = () => (server.address() as AddressInfo).port
  const proxies = createProxies(parts.trustedProxies ?? [])
  const origins = createOriginCheck({ port, secure: tls !== undefined, publicOrigins, proxies })
  const bodies = createBodies()
  const failures = sparing(log)
  const door = (): Door => ({ access, origins, proxies, limits, port: port() })
  const graphiql = createGraphiql()
  const presence = createPresence(access, log)
  const sockets = createSockets(yoga, log, presence, (request, bearer) => authenticate(request, door(), bearer))

  const server: Server = tls ? createTlsServer(tls, log) : createServer()
  server.on('request', (request: IncomingMessage, response: ServerResponse) => {
    const id = randomUUID()
    setSecurityHeaders(response)
    if (tls) response.setHeader('Strict-Transport-Security', STRICT_TRANSPORT)
    response.setHeader('X-Request-Id', id)
    withLogFields({ request: id }, () => answer(request, response))
  })
  server.headersTimeout = 10_000
  // Longer than what stands in front (60 s as a rule) keeps a connection: who closes first must not be the one that is about to be asked.
  server.keepAliveTimeout = 65_000
  server.requestTimeout = 120_000
  server.maxHeadersCount = 100
  server.timeout = IDLE_MS
  server.maxConnections = MOST_CONNECTIONS

  function answer(request: IncomingMessage, response: ServerResponse): void {
    const startedMs = performance.now()
    response.once('finish', () => {
      const ms = Math.round(performance.now() - startedMs)
      log.debug({ method: request.method, path: pathOf(request), status: response.statusCode, ms }, 'request')
    })
    route(request, response).catch((error: unknown) => {
      if (error instanceof RefusedError) return refuse(response, error.status, error.code, error.message)
      if (error instanceof TooManyRequestsError) {
        const { retryAfterS, message } = error
        response.setHeader('Retry-After', retryAfterS)
        return refuse(response, 429, 'TOO_MANY_REQUESTS', message, { retryAfterSeconds: retryAfterS })
      }
      // The client went away, as when somebody leaves a page: nobody is there to be told.
      if (request.socket.destroyed) return
      failures.error({ err: error, path: pathOf(request) }, 'a request failed')
      if (!response.headersSent) refuse(response, 500, 'INTERNAL', 'The server failed; its log says why.')
      else response.destroy()
    })
  }

  async function route(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const path = pathOf(request)
    if (path === '/healthz') return void response.writeHead(200, { 'Content-Type': 'text/plain' }).end('ok\n')
    await limits.fromAddress(proxies.clientAddress(request))
    if (path === '/readyz') return answerReadiness(response)
    const refused = origins.refuse(request, { needsOrigin: false })
    if (refused) throw new RefusedError(403, 'ORIGIN_REFUSED', refused)
    if (path === '/graphql') {
      const viewer = await authenticate(request, door())
      return answerGraphql({ yoga, bodies, presence }, viewer, request, response)
    }
    if (path === '/graphiql') return openGraphiql(request, response)
    if (path === '/auth/login') return logIn(request, response)
    if (path.startsWith('/export/')) {
      const address = proxies.clientAddress(request)
      return exporter.answer(request, response, {
        authenticate: () => authenticate(request, door()),
        address,
        presence,
      })
    }
    pages.serve(request, response, origins.originOf(request))
  }

  async function openGraphiql(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const viewer = await authenticate(request, door()).catch((error: unknown) => {
      if (error instanceof RefusedError && error.status === 401) return undefined
      throw error
    })
    if (viewer) return graphiql.serve(request, response)
    response.writeHead(303, { Location: '/login', 'Cache-Control': 'no-store' }).end()
  }

  async function answerReadiness(response: ServerResponse): Promise<void> {
    const missing = await parts.notReady()
    response.writeHead(missing.length === 0 ? 200 : 503, { 'Content-Type': 'text/plain' })
    response.end(missing.length === 0 ? 'ready\n' : `${missing.join('\n')}\n`)
  }

  async function logIn(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const refused = origins.refuse(request, { needsOrigin: true })
    if (refused) throw new RefusedError(403, 'ORIGIN_REFUSED', refused)
    const code = request.method === 'POST' ? codeOf(await readLogin(request)) : undefined
    const session =
      code && (await access.exchange(code, request.headers['user-agent'] ?? '', proxies.clientAddress(request)))
    if (!session) {
      if (code) await limits.failed(proxies.clientAddress(request))
      const advice = 'Get a new link with `npx --no breakwater login`.'
      return refuse(
        response,
        401,
        'LOGIN_CODE_INVALID',
        `This login link was used already or is older than 10 minutes. ${advice}`,
      )
    }
    const secure = origins.originOf(request).startsWith('https:') ? ' Secure;' : ''
    response.writeHead(204, {
      'Set-Cookie': `${cookieName(port())}=${session.cookie}; HttpOnly;${secure} SameSite=Strict; Path=/; Expires=${session.expiresAt.toUTCString()}`,
      'Cache-Control': 'no-store',
    })
    response.end()
  }

  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', () => socket.destroy())
    const path = pathOf(request)
    const refused = origins.refuse(request, { needsOrigin: false })
    if (refused) return endUpgrade(socket, '403 Forbidden')
    limits.fromAddress(proxies.clientAddress(request)).then(
      () => {
        if (path === '/graphql') return sockets.upgrade(request, socket, head)
        if ('upgrade' in pages) return pages.upgrade(request, socket, head)
        endUpgrade(socket, '404 Not Found')
      },
      (error: unknown) => endUpgrade(socket, '429 Too Many Requests', retryAfter(error)),
    )
  })

  await new Promise<void>((resolve, reject) => {
    server.once('error', reject)
    server.listen(parts.port, parts.host, () => {
      server.removeListener('error', reject)
      resolve()
    })
  })
  const name = parts.host.includes(':') ? `[${parts.host}]` : parts.host

  return {
    url: publicOrigins[0] ?? `${tls ? 'https' : 'http'}://${name}:${port()}`,
    async close() {
      presence.close()
      const closed = new Promise<void>((resolve) => server.close(() => resolve()))
      await sockets.close()
      server.closeIdleConnections()
      const timer = setTimeout(() => server.closeAllConnections(), CLOSE_GRACE_MS)
      await closed
      clearTimeout(timer)
    },
  }
}

function setSecurityHeaders(response: ServerResponse): void {
  response.setHeader('X-Content-Type-Options', 'nosniff')
  response.setHeader('Referrer-Policy', 'no-referrer')
  response.setHeader('X-Frame-Options', 'DENY')
  response.setHeader('Cross-Origin-Opener-Policy', 'same-origin')
  response.setHeader('Cross-Origin-Resource-Policy', 'same-origin')
}

function endUpgrade(socket: Duplex, status: string, headers = ''): void {
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\n${headers}\r\n`)
}

function retryAfter(error: unknown): string {
  return error instanceof TooManyRequestsError ? `Retry-After: ${error.retryAfterS}\r\n` : ''
}

function pathOf(request: IncomingMessage): string {
  return URL.canParse(request.url ?? '/', 'http://localhost')
    ? new URL(request.url ?? '/', 'http://localhost').pathname
    : '/'
}

async function readLogin(request: IncomingMessage): Promise<Buffer> {
  try {
    return await readBody(request, LOGIN_BODY_LIMIT_BYTES)
  } catch (error) {
    if (error instanceof BodyTooLargeError) return Buffer.alloc(0)
    throw error
  }
}

function codeOf(body: Buffer): string | undefined {
  try {
    const parsed: unknown = JSON.parse(body.toString('utf8'))
    const code = typeof parsed === 'object' && parsed !== null && 'code' in parsed ? parsed.code : undefined
    return typeof code === 'string' && code.length <= 200 ? code : undefined
  } catch {
    return undefined
  }
}
