import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { request as httpRequest, type IncomingHttpHeaders } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { loginCode, session } from '@breakwater/drizzle/tables/access.ts'
import { schema } from '@breakwater/schema/schema.ts'
import type { Services } from '@breakwater/schema/services.ts'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { NO_EXPORTS } from '../../test/no-exports.ts'
import { createLog } from '../log.ts'
import { type Access, createAccess } from './access.ts'
import { type App, startApp } from './app.ts'
import { createGraphql } from './graphql.ts'
import { loadStaticFiles } from './static-files.ts'

let own: TestDatabase
let access: Access
let app: App
let token: string
const folder = mkdtempSync(join(tmpdir(), 'breakwater-pages-'))
const logged: string[] = []

const services = {
  schedules: {
    list: async () => {
      throw new Error('connect postgres://admin:hunter2@db failed')
    },
  },
} as unknown as Services

beforeAll(async () => {
  own = await testDatabase()
  access = createAccess(own.database)
  token = await access.createToken('test', undefined)
  writeFileSync(join(folder, 'index.html'), '<script>let a = 1</script><script src="/x.js"></script>')
  writeFileSync(join(folder, '404.html'), 'lost')
  const log = createLog('debug', { write: (line) => void logged.push(line) })
  app = await startApp({
    host: '127.0.0.1',
    port: 0,
    access,
    exporter: NO_EXPORTS,
    log,
    yoga: createGraphql({ schema, database: own.database, services, log }),
    pages: await loadStaticFiles(folder),
    notReady: async () => [],
  })
})
afterAll(async () => {
  await app.close()
  await own.close()
  rmSync(folder, { recursive: true, force: true })
})

interface Answer {
  readonly status: number
  readonly headers: IncomingHttpHeaders
  readonly body: string
}

/** node:http, for fetch sets Host and Origin as it likes. */
function send(
  path: string,
  { method = 'GET', headers = {}, body }: { method?: string; headers?: Record<string, string>; body?: string } = {},
) {
  return new Promise<Answer>((resolve, reject) => {
    const request = httpRequest(`${app.url}${path}`, { method, headers }, (response) => {
      let text = ''
      response.on('data', (chunk) => {
        text += chunk
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, headers: response.headers, body: text }))
    })
    request.on('error', reject)
    request.end(body)
  })
}

const json = { 'content-type': 'application/json' }
const ask = (query: string, headers: Record<string, string> = {}) =>
  send('/graphql', {
    method: 'POST',
    headers: { ...json, authorization: `Bearer ${token}`, ...headers },
    body: JSON.stringify({ query }),
  })
const logIn = (code: string, headers: Record<string, string> = { origin: app.url }) =>
  send('/auth/login', { method: 'POST', headers: { ...json, ...headers }, body: JSON.stringify({ code }) })

async function cookie(): Promise<string> {
  const answer = await logIn(await access.createLoginCode())
  return answer.headers['set-cookie']?.[0]?.split(';')[0] ?? ''
}

function connect(options: { headers?: Record<string, string>; authorization?: string }) {
  class Socket extends WebSocket {
    constructor(address: string | URL, protocols?: string | string[]) {
      super(address, protocols, { headers: options.headers ?? {} })
    }
  }
  return createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: Socket,
    retryAttempts: 0,
    ...(options.authorization ? { connectionParams: { authorization: options.authorization } } : {}),
  })
}

function once(client: ReturnType<typeof connect>, query: string): Promise<unknown> {
  return new Promise((resolve, reject) => {
    client.subscribe({ query }, { next: resolve, error: reject, complete: () => {} })
  }).finally(() => client.dispose())
}

test('a token gets an answer, none gets 401 with what to do', async () => {
  expect(JSON.parse((await ask('{ viewer { name kind } }')).body)).toEqual({
    data: { viewer: { name: 'test', kind: 'TOKEN' } },
  })
  const refused = await ask('{ viewer { name } }', { authorization: 'Bearer bw_wrong' })
  expect(refused.status).toBe(401)
  expect(JSON.parse(refused.body)).toMatchObject({
    code: 'UNAUTHENTICATED',
    message: expect.stringContaining('breakwater login'),
  })
})

test.each([
  'evil.example',
  'evil.example:4000',
  '127.0.0.1.evil.example',
  '127.0.0.1:1',
  '10.0.0.1',
  'localhost@evil.example',
])('a request for another host is refused: %s', async (host) => {
  expect((await ask('{ viewer { name } }', { host })).status).toBe(403)
  expect((await send('/', { headers: { host } })).status).toBe(403)
})

test('a request from a page of another origin is refused, with a token or without', async () => {
  expect((await ask('{ viewer { name } }', { origin: 'http://evil.example' })).status).toBe(403)
  expect((await ask('{ viewer { name } }', { origin: 'http://127.0.0.1:1' })).status).toBe(403)
})

test('a login code is good once, and its cookie is kept from scripts and other sites', async () => {
  const code = await access.createLoginCode()
  const answer = await logIn(code)
  expect(answer.status).toBe(204)
  expect(answer.headers['set-cookie']?.[0]).toMatch(/HttpOnly; SameSite=Strict; Path=\//)
  const again = await logIn(code)
  expect(again.status).toBe(401)
  expect(again.headers['set-cookie']).toBeUndefined()
})

test('a login code older than ten minutes is refused', async () => {
  const code = await access.createLoginCode()
  await own.database.transaction((tx) => tx.update(loginCode).set({ expiresAt: new Date(Date.now() - 1) }))
  expect((await logIn(code)).status).toBe(401)
})

test('a login from another origin, or with none, is refused and leaves the code as it was', async () => {
  const code = await access.createLoginCode()
  expect((await logIn(code, { origin: 'http://evil.example' })).status).toBe(403)
  expect((await logIn(code, {})).status).toBe(403)
  expect((await logIn(code)).status).toBe(204)
})

test('a session needs an Origin that is ours for every operation', async () => {
  const own_ = await cookie()
  const asSession = (headers: Record<string, string>) =>
    send('/graphql', {
      method: 'POST',
      headers: { ...json, cookie: own_, ...headers },
      body: '{"query":"{ viewer { kind } }"}',
    })
  expect(JSON.parse((await asSession({ origin: app.url })).body)).toEqual({ data: { viewer: { kind: 'SESSION' } } })
  expect((await asSession({})).status).toBe(403)
})

test('a session that has ended does not come in', async () => {
  const ended = await cookie()
  await own.database.transaction((tx) => tx.update(session).set({ expiresAt: new Date(Date.now() - 1) }))
  expect(
    (await send('/graphql', { method: 'POST', headers: { ...json, cookie: ended, origin: app.url }, body: '{}' }))
      .status,
  ).toBe(401)
})

test('secrets are stored as hashes only', async () => {
  const code = await access.createLoginCode()
  const text = JSON.stringify([
    await own.database.db.select().from(loginCode),
    await own.database.db.select().from(session),
    (await own.database.pool.query('select * from token')).rows,
  ])
  expect(text).not.toContain(code)
  expect(text).not.toContain(token)
})

test('a WebSocket comes in by token or by cookie with our Origin, and not otherwise', async () => {
  const query = '{ viewer { kind } }'
  expect(await once(connect({ authorization: `Bearer ${token}` }), query)).toMatchObject({
    data: { viewer: { kind: 'TOKEN' } },
  })
  expect(await once(connect({ headers: { cookie: await cookie(), origin: app.url } }), query)).toMatchObject({
    data: { viewer: { kind: 'SESSION' } },
  })
  await expect(once(connect({ headers: { cookie: await cookie() } }), query)).rejects.toMatchObject({ code: 4403 })
  await expect(once(connect({}), query)).rejects.toMatchObject({ code: 4403 })
  await expect(
    once(connect({ headers: { origin: 'http://evil.example' }, authorization: `Bearer ${token}` }), query),
  ).rejects.toBeDefined()
})

test.each([
  [
    'depth',
    `{ clusters(first: 1) ${'{ nodes { pods(first: 1) { nodes { cluster { pods(first: 1) '.repeat(4)}{ totalCount }${' } } } }'.repeat(4)} } }`,
  ],
  ['aliases', `{ ${Array.from({ length: 60 }, (_, at) => `a${at}: viewer { name }`).join(' ')} }`],
  ['tokens', `{ viewer { ${'name '.repeat(5_000)} } }`],
])('an operation over the limit of %s is refused over both transports', async (_limit, query) => {
  expect(JSON.parse((await ask(query)).body).errors).toBeDefined()
  await expect(once(connect({ authorization: `Bearer ${token}` }), query)).rejects.toBeDefined()
})

test('an unexpected error is masked, with an id that is in the log, and what is secret in neither', async () => {
  logged.length = 0
  const { errors } = JSON.parse((await ask('{ schedules { cron } }')).body)
  const { errorId } = errors[0].extensions
  expect(errors[0].message).not.toContain('hunter2')
  expect(logged.join()).toContain(errorId)
  expect(logged.join()).not.toContain('hunter2')
})

test('only JSON is taken, and only by POST', async () => {
  const form = { 'content-type': 'text/plain', authorization: `Bearer ${token}` }
  expect((await send('/graphql', { method: 'POST', headers: form, body: '{}' })).status).toBe(415)
  expect((await send('/graphql?query={viewer{name}}', { headers: { authorization: `Bearer ${token}` } })).status).toBe(
    405,
  )
})

test('a body that is too large is refused before it is read', async () => {
  const headers = { ...json, authorization: `Bearer ${token}`, 'content-length': String(500 * 1024 * 1024) }
  const status = await new Promise((resolve) => {
    const request = httpRequest(`${app.url}/graphql`, { method: 'POST', headers }, (response) =>
      resolve(response.statusCode),
    )
    request.on('error', () => {})
    request.flushHeaders()
  })
  expect(status).toBe(413)
})

test('pages come with a policy that names their scripts by hash and allows no inline ones', async () => {
  const { headers } = await send('/')
  const policy = String(headers['content-security-policy'])
  expect(policy).toMatch(/script-src 'self' 'sha256-[\w+/=]+';/)
  expect(policy).toContain("frame-ancestors 'none'")
  expect(policy).toContain("base-uri 'none'")
  expect(policy.split(';').find((part) => part.includes('script-src'))).not.toContain('unsafe')
})

test.each(['/../../etc/passwd', '/%2e%2e/%2e%2e/etc/passwd', '/..%2f..%2fetc/passwd', '/%00', '/%'])(
  'a path out of the folder finds nothing: %s',
  async (path) => {
    expect(await send(path)).toMatchObject({ status: 404, body: 'lost' })
  },
)

test('health is told without logging in', async () => {
  expect((await send('/healthz')).status).toBe(200)
  expect((await send('/readyz')).body).toBe('ready\n')
})
