import { mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { connect } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { PeerCertificate, TLSSocket } from 'node:tls'
import { schema } from '@breakwater/schema/schema.ts'
import type { Services } from '@breakwater/schema/services.ts'
import { createClient } from 'graphql-ws'
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { type Authority, certificateAuthority } from '../../test/api-server/certificates.ts'
import { NO_EXPORTS } from '../../test/no-exports.ts'
import { createLog } from '../log.ts'
import { type Access, createAccess } from './access.ts'
import { type App, type AppParts, startApp } from './app.ts'
import { createGraphql } from './graphql.ts'
import { createRequestLimits, LIMITS } from './request-limits.ts'
import { loadStaticFiles } from './static-files.ts'

let own: TestDatabase
let access: Access
let authority: Authority
let app: App | undefined
const folder = mkdtempSync(join(tmpdir(), 'breakwater-network-'))
const pages = join(folder, 'pages')
const logged: string[] = []

beforeAll(async () => {
  own = await testDatabase()
  access = createAccess(own.database)
  authority = await certificateAuthority()
})
afterEach(async () => {
  await app?.close()
  app = undefined
})
afterAll(async () => {
  await own.close()
  rmSync(folder, { recursive: true, force: true })
})

async function open(parts: Partial<AppParts>): Promise<App> {
  const log = createLog('info', { write: (line) => void logged.push(line) })
  app = await startApp({
    host: '127.0.0.1',
    port: 0,
    access,
    exporter: NO_EXPORTS,
    log,
    yoga: createGraphql({ schema, database: own.database, services: {} as Services, log }),
    pages: await loadStaticFiles(pages),
    notReady: async () => [],
    ...parts,
  })
  return app
}

const files = { cert: join(folder, 'cert.pem'), key: join(folder, 'key.pem') }

/** As certificates are renewed: beside, and then put into place. */
async function renew(): Promise<void> {
  const { certificate, key } = await authority.server()
  for (const [file, text] of [
    [files.key, key],
    [files.cert, certificate],
  ] as const) {
    writeFileSync(`${file}.new`, text)
    renameSync(`${file}.new`, file)
  }
}

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
  readonly certificate: PeerCertificate | undefined
}

/** `origin` is that which the server is reached by; its port is where it listens. */
function send(
  origin: string,
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
): Promise<Answer> {
  const { protocol, port } = new URL(origin)
  return new Promise((resolve, reject) => {
    const options = { host: '127.0.0.1', port, path, method, headers, ca: authority.certificate, agent: false as const }
    const request = (protocol === 'https:' ? httpsRequest : httpRequest)(options, (response) => {
      const certificate =
        'getPeerCertificate' in response.socket ? (response.socket as TLSSocket).getPeerCertificate() : undefined
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () =>
        resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text, certificate }),
      )
    })
    request.on('error', reject)
    request.end(body)
  })
}

const json = { 'content-type': 'application/json' }
async function logIn(at: string, headers: Record<string, string>): Promise<Answer> {
  const body = JSON.stringify({ code: await access.createLoginCode() })
  return send(at, '/auth/login', { method: 'POST', headers: { ...json, ...headers }, body })
}

describe('with a certificate', () => {
  test('pages, logins and WebSockets are encrypted, and browsers are told to stay with it', async () => {
    await renew()
    const { url } = await open({ tls: files })
    expect(url).toMatch(/^https:/)
    const page = await send(url, '/healthz')
    expect(page).toMatchObject({ status: 200, headers: { 'strict-transport-security': 'max-age=31536000' } })
    const login = await logIn(url, { origin: url, host: new URL(url).host })
    expect(login.status).toBe(204)
    expect(login.headers['set-cookie']?.[0]).toMatch(/; HttpOnly; Secure; SameSite=Strict/)

    const token = await access.createToken('encrypted', undefined)
    class Socket extends WebSocket {
      constructor(address: string | URL, protocols?: string | string[]) {
        super(address, protocols, { ca: authority.certificate })
      }
    }
    const client = createClient({
      url: `${url.replace('https', 'wss')}/graphql`,
      webSocketImpl: Socket,
      retryAttempts: 0,
      connectionParams: { authorization: `Bearer ${token}` },
    })
    const answer = await new Promise((resolve, reject) => {
      client.subscribe({ query: '{ viewer { kind } }' }, { next: resolve, error: reject, complete: () => {} })
    })
    await client.dispose()
    expect(answer).toEqual({ data: { viewer: { kind: 'TOKEN' } } })
  })

  test('a plain origin of the same name is another one', async () => {
    await renew()
    const { url } = await open({ tls: files })
    expect((await logIn(url, { origin: url.replace('https', 'http') })).status).toBe(403)
  })

  test('a renewed certificate is shown without a restart, and one without its key is not', async () => {
    await renew()
    const { url } = await open({ tls: files })
    const first = (await send(url, '/healthz')).certificate?.serialNumber
    await renew()
    await vi.waitFor(async () => expect((await send(url, '/healthz')).certificate?.serialNumber).not.toBe(first), {
      timeout: 10_000,
      interval: 200,
    })
    const second = (await send(url, '/healthz')).certificate?.serialNumber
    logged.length = 0
    writeFileSync(files.key, (await authority.server()).key)
    await vi.waitFor(() => expect(logged.join()).toContain('the one before stays in use'), {
      timeout: 10_000,
      interval: 200,
    })
    expect((await send(url, '/healthz')).certificate?.serialNumber).toBe(second)
  })

  test.each([
    ['is not there', { cert: join(folder, 'none.pem'), key: files.key }, 'BREAKWATER_TLS_CERT cannot be read'],
    ['is none', { cert: files.key, key: files.key }, 'do not fit together or are no PEM files'],
  ])('one that %s stops the start', async (_, tls, message) => {
    await renew()
    await expect(open({ tls })).rejects.toThrow(message)
  })
})

describe('behind a proxy', () => {
  const publicOrigins = ['https://breakwater.example.com']
  const forwarded = { 'x-forwarded-host': 'breakwater.example.com', 'x-forwarded-proto': 'https' }
  const origin = 'https://breakwater.example.com'

  /** People are sent to the public origin; here it is asked where it listens. */
  async function behind(parts: Partial<AppParts>): Promise<string> {
    const { createServer } = await import('node:net')
    const probe = createServer()
    const port = await new Promise<number>((resolve) => {
      probe.listen(0, '127.0.0.1', () => resolve((probe.address() as { port: number }).port))
    })
    await new Promise((resolve) => probe.close(resolve))
    expect((await open({ publicOrigins, port, ...parts })).url).toBe(origin)
    return `http://127.0.0.1:${port}`
  }

  test('that is trusted, its public name is ours and its cookie is Secure', async () => {
    const at = await behind({ trustedProxies: ['127.0.0.1'] })
    const login = await logIn(at, { ...forwarded, origin })
    expect(login.status).toBe(204)
    expect(login.headers['set-cookie']?.[0]).toContain('; Secure;')
  })

  test('that keeps the Host header, the public name is ours as well', async () => {
    const at = await behind({ trustedProxies: ['127.0.0.1'] })
    const headers = { host: 'breakwater.example.com', 'x-forwarded-proto': 'https', origin }
    expect((await logIn(at, headers)).status).toBe(204)
  })

  test('that is not trusted, what it forwards is not believed', async () => {
    const at = await behind({})
    expect((await logIn(at, { ...forwarded, origin })).status).toBe(403)
  })

  test('a name that is not ours stays refused', async () => {
    const at = await behind({ trustedProxies: ['127.0.0.1'] })
    const evil = { 'x-forwarded-host': 'evil.example', 'x-forwarded-proto': 'https', origin: 'https://evil.example' }
    expect((await logIn(at, evil)).status).toBe(403)
  })

  test('requests are counted by the client that the proxy saw', async () => {
    const limits = createRequestLimits({ ...LIMITS, address: { requests: 3, withinS: 60 } })
    const at = await behind({ trustedProxies: ['127.0.0.1'], limits })
    const from = (client: string) => send(at, '/', { headers: { 'x-forwarded-for': client, host: new URL(at).host } })
    const statuses = []
    for (let i = 0; i < 4; i++) statuses.push((await from('203.0.113.9')).status)
    expect(statuses).toEqual([404, 404, 404, 429])
    expect((await from('203.0.113.10')).status).toBe(404)
  })
})

describe('too many', () => {
  const ask = (url: string, token: string) =>
    send(url, '/graphql', {
      method: 'POST',
      headers: { ...json, authorization: `Bearer ${token}` },
      body: '{"query":"{ viewer { kind } }"}',
    })

  test('wrong tokens are told to stop, and a right one from the same address goes on', async () => {
    const limits = createRequestLimits({ ...LIMITS, failures: { requests: 2, withinS: 60 } })
    const { url } = await open({ limits })
    const token = await access.createToken('behind-the-same-address', undefined)
    const answers = []
    for (let i = 0; i < 3; i++) answers.push(await ask(url, 'bw_wrong'))
    expect(answers.map(({ status }) => status)).toEqual([401, 401, 429])
    const seconds = Number(answers[2]?.headers['retry-after'])
    expect(seconds).toBeGreaterThan(50)
    expect(JSON.parse(answers[2]?.body ?? '{}').errors[0].extensions.retryAfterSeconds).toBe(seconds)
    expect((await ask(url, token)).status).toBe(200)
  })

  test('requests of one token are refused with the time to wait, those of another are not', async () => {
    const limits = createRequestLimits({ ...LIMITS, identity: { requests: 2, withinS: 60 } })
    const { url } = await open({ limits })
    const [busy, other] = [await access.createToken('busy', undefined), await access.createToken('other', undefined)]
    const answers = []
    for (let i = 0; i < 3; i++) answers.push(await ask(url, busy))
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 429])
    expect(Number(answers[2]?.headers['retry-after'])).toBeGreaterThan(50)
    expect((await ask(url, other)).status).toBe(200)
  })

  test('large bodies at once: the fourth waits for another time, and small requests pass', async () => {
    const { url } = await open({})
    const token = await access.createToken('large', undefined)
    const { hostname, port } = new URL(url)
    const beginLarge = () => {
      const socket = connect({ host: hostname, port: Number(port) })
      // One that is refused is ended by the server.
      socket.on('error', () => undefined)
      socket.write(
        `POST /graphql HTTP/1.1\r\nHost: ${hostname}:${port}\r\nAuthorization: Bearer ${token}\r\nContent-Type: application/json\r\nContent-Length: 2000000\r\n\r\n{`,
      )
      return socket
    }
    const begun = Array.from({ length: 3 }, beginLarge)
    const large = () =>
      send(url, '/graphql', {
        method: 'POST',
        headers: { ...json, authorization: `Bearer ${token}` },
        body: JSON.stringify({ query: '{ viewer { kind } }', variables: { text: 'x'.repeat(2_000_000) } }),
      })
    const patient = { timeout: 15_000, interval: 200 }
    const refused = { status: 503, headers: { 'retry-after': '5' } }
    // What is sent whole may come before one that was begun, which is refused then: another is begun in its place.
    await vi.waitFor(async () => {
      begun.push(beginLarge())
      expect(await large()).toMatchObject(refused)
    }, patient)
    expect((await ask(url, token)).status).toBe(200)
    for (const socket of begun) socket.destroy()
    await vi.waitFor(async () => expect((await large()).status).toBe(200), patient)
  })
})
