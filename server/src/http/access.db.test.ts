import { session, token } from '@breakwater/drizzle/tables/access.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { schema } from '@breakwater/schema/schema.ts'
import type { Services } from '@breakwater/schema/services.ts'
import { eq } from 'drizzle-orm'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { WebSocket } from 'ws'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { administrator } from '../../../schema/test/api.ts'
import { addCluster } from '../../../schema/test/rows.ts'
import { NO_EXPORTS } from '../../test/no-exports.ts'
import { createLog } from '../log.ts'
import { type Access, createAccess } from './access.ts'
import { accessActions, addNamedToken } from './access-actions.ts'
import { type App, startApp } from './app.ts'
import { createGraphql } from './graphql.ts'
import { loadStaticFiles } from './static-files.ts'

let own: TestDatabase
let access: Access
let app: App
/** A request that asks for the status reaches it, and then waits until it is released. */
const reached = Promise.withResolvers<void>()
const released = Promise.withResolvers<object>()

const services = {
  status: () => {
    reached.resolve()
    return released.promise
  },
} as unknown as Services

beforeAll(async () => {
  own = await testDatabase()
  await addCluster(own.database.db, 'uid-a', { name: 'alpha' })
  await addCluster(own.database.db, 'uid-b', { name: 'twin' })
  await addCluster(own.database.db, 'uid-c', { name: 'twin' })
  access = createAccess(own.database)
  const log = createLog('fatal', { write() {} })
  app = await startApp({
    host: '127.0.0.1',
    port: 0,
    access,
    exporter: NO_EXPORTS,
    log,
    yoga: createGraphql({ schema, database: own.database, services, log }),
    pages: await loadStaticFiles('no-such-folder'),
    notReady: async () => [],
  })
})
afterAll(async () => {
  await app.close()
  await own.close()
})

const viewerRights = { role: 'VIEWER' }
const made = (name: string, rights = viewerRights) =>
  access.addToken({ name, rights, expiresAt: undefined }, administrator)

function ask(secret: string, query: string) {
  return fetch(`${app.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${secret}` },
    body: JSON.stringify({ query }),
  })
}

test('a token has the role and the scope that it was made with', async () => {
  const rights = { role: 'OPERATOR', clusters: ['uid-a'], namespaces: ['shop'] }
  const { secret } = await made('scoped', rights)
  expect(await access.viewerOfToken(secret, '192.0.2.1')).toMatchObject({
    role: 'OPERATOR',
    scope: { clusters: ['uid-a'], namespaces: ['shop'], registries: undefined },
    address: '192.0.2.1',
    actor: 'token:scoped',
  })
})

test('a session has the name, role and scope of its link', async () => {
  const code = await access.createLoginCode({ name: 'Ada', rights: { role: 'VIEWER', registries: ['docker.io'] } })
  const { cookie = '' } = (await access.exchange(code, 'Firefox', '192.0.2.2')) ?? {}
  expect(await access.viewerOfSession(cookie, '192.0.2.3')).toMatchObject({
    name: 'Ada',
    role: 'VIEWER',
    scope: { clusters: undefined, namespaces: undefined, registries: ['docker.io'] },
  })
  expect((await own.database.db.select().from(session).where(eq(session.name, 'Ada')))[0]?.address).toBe('192.0.2.2')
})

test.each([
  ['an administrator with a scope', { role: 'ADMINISTRATOR', clusters: ['uid-a'] }, 'SCOPE_OF_ADMINISTRATOR'],
  ['an empty list', { role: 'VIEWER', namespaces: [] }, 'EMPTY_SCOPE'],
  ['a list of nothing', { role: 'VIEWER', registries: [' ', ''] }, 'EMPTY_SCOPE'],
  ['a cluster that is not connected', { role: 'VIEWER', clusters: ['elsewhere'] }, 'UNKNOWN_CLUSTER'],
  ['a role that is none', { role: 'OWNER' }, 'INVALID_ROLE'],
])('%s is refused, for a token and for a link', async (_what, rights, code) => {
  await expect(made('refused', rights)).rejects.toMatchObject({ code })
  await expect(access.createLoginCode({ name: 'refused', rights })).rejects.toMatchObject({ code })
  expect(await own.database.db.select().from(token).where(eq(token.name, 'refused'))).toEqual([])
})

test('the command line names clusters by name or uid, and not by a name that two have', async () => {
  const named = (clusters: string[]) =>
    addNamedToken(own.database, access, {
      name: `by-${clusters[0]}`,
      rights: { role: 'VIEWER', clusters },
      expiresAt: undefined,
    })
  expect(await access.viewerOfToken(await named(['alpha', 'uid-b']), '')).toMatchObject({
    scope: { clusters: ['uid-a', 'uid-b'] },
  })
  await expect(named(['twin'])).rejects.toThrow('More than one cluster is named "twin"')
  await expect(named(['nobody'])).rejects.toThrow('No connected cluster is named "nobody"')
})

test('the login command makes a link for a role and scope', async () => {
  const { login } = accessActions(own.database, access, (code) => code)
  const { url } = (await login?.({ name: 'Bob', role: 'VIEWER', clusters: ['alpha'] })) ?? {}
  const { cookie = '' } = (await access.exchange(String(url), '')) ?? {}
  expect(await access.viewerOfSession(cookie, '')).toMatchObject({ name: 'Bob', scope: { clusters: ['uid-a'] } })
})

test('a token that was revoked, or has run out, does not come in', async () => {
  const revoked = await made('revoked')
  await access.revokeToken(revoked.id, administrator)
  expect(await access.viewerOfToken(revoked.secret, '')).toBeUndefined()
  const late = await made('late')
  await own.database.db
    .update(token)
    .set({ expiresAt: new Date(Date.now() - 1) })
    .where(eq(token.id, late.id))
  expect(await access.viewerOfToken(late.secret, '')).toBeUndefined()
  expect((await ask(revoked.secret, '{ viewer { name } }')).status).toBe(401)
})

/** As another process would: past the objects that this one holds. */
const ELSEWHERE = [
  ['revoked', (id: string) => own.database.db.delete(token).where(eq(token.id, id))],
  [
    'let run out',
    (id: string) =>
      own.database.db
        .update(token)
        .set({ expiresAt: new Date(Date.now() - 1) })
        .where(eq(token.id, id)),
  ],
] as const

test.each(ELSEWHERE)('a token that was %s by another process loses its sockets within 5 s', async (how, end) => {
  const { id, secret } = await made(`socket-${how.replaceAll(' ', '-')}`)
  const closed = await closing(secret, async () => {
    await end(id)
  })
  expect(closed.code).toBe(4403)
  expect(closed.afterMs).toBeLessThan(5_000)
})

test('who stays keeps the socket', async () => {
  const { secret } = await made('staying')
  const other = await made('leaving')
  const staying = closing(secret, async () => {}, 3_500)
  await closing(other.secret, () => access.revokeToken(other.id, administrator))
  expect((await staying).code).toBeUndefined()
})

test('a request that runs while its token is revoked is told FORBIDDEN, and nothing else', async () => {
  const { id, secret } = await made('running')
  const running = ask(secret, '{ status { version } }')
  await reached.promise
  await access.revokeToken(id, administrator)
  const response = await running
  expect(response.status).toBe(403)
  expect(await response.json()).toMatchObject({ code: 'FORBIDDEN' })
  released.resolve({})
})

test('the scope of a token still names a cluster that is no longer connected', async () => {
  const { secret } = await made('orphan', { role: 'VIEWER', clusters: ['uid-a'] } as typeof viewerRights)
  await own.database.db.update(cluster).set({ state: 'DELETED' }).where(eq(cluster.uid, 'uid-a'))
  expect(await access.viewerOfToken(secret, '')).toMatchObject({ scope: { clusters: ['uid-a'] } })
})

/** How the socket of a token ends after `act`; without a code when it is still open after `patienceMs`. */
async function closing(secret: string, act: () => Promise<unknown>, patienceMs = 8_000) {
  let startedMs = 0
  let done: (closed: { code: number | undefined; afterMs: number }) => void = () => {}
  const closed = new Promise<{ code: number | undefined; afterMs: number }>((resolve) => {
    done = resolve
  })
  const client = createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    lazy: false,
    retryAttempts: 0,
    onNonLazyError: () => {},
    connectionParams: { authorization: `Bearer ${secret}` },
    on: {
      connected: () => {
        startedMs = performance.now()
        void act()
      },
      closed: (event) => done({ code: (event as { code: number }).code, afterMs: performance.now() - startedMs }),
    },
  })
  const timer = setTimeout(() => done({ code: undefined, afterMs: patienceMs }), patienceMs)
  const result = await closed
  clearTimeout(timer)
  await client.dispose()
  return result
}
