import { task } from '@breakwater/drizzle/tables/task.ts'
import { schema } from '@breakwater/schema/schema.ts'
import type { Services } from '@breakwater/schema/services.ts'
import { eq } from 'drizzle-orm'
import { createClient } from 'graphql-ws'
import { afterAll, beforeAll, expect, test, vi } from 'vitest'
import { WebSocket } from 'ws'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { NO_EXPORTS } from '../../test/no-exports.ts'
import { TEST_KEY } from '../../test/test-key.ts'
import { createEventBus, type EventBus } from '../events/bus.ts'
import { ensureStream } from '../events/stream-epoch.ts'
import { createLog } from '../log.ts'
import { recordTaskChanges } from '../tasks/task-change.ts'
import { createAccess } from './access.ts'
import { type App, startApp } from './app.ts'
import { createGraphql } from './graphql.ts'
import { loadStaticFiles } from './static-files.ts'

let own: TestDatabase
let bus: EventBus
let app: App
let token: string
const logged: string[] = []

beforeAll(async () => {
  own = await testDatabase()
  const { database } = own
  const log = createLog('debug', { write: (line: string) => void logged.push(line) })
  await ensureStream(database)
  bus = createEventBus({ database, key: TEST_KEY, log })
  await bus.start()
  const access = createAccess(database)
  token = await access.createToken('test', undefined)
  app = await startApp({
    host: '127.0.0.1',
    port: 0,
    access,
    exporter: NO_EXPORTS,
    log,
    yoga: createGraphql({ schema, database, services: { changes: bus } as unknown as Services, log }),
    pages: await loadStaticFiles('no-such-folder'),
    notReady: async () => [],
  })
  await addTask()
})
afterAll(async () => {
  await app.close()
  await bus.stop()
  await own.close()
})

const QUERY = 'subscription { taskChanged { task { stage } } }'

function connect() {
  return createClient({
    url: `${app.url.replace('http', 'ws')}/graphql`,
    webSocketImpl: WebSocket,
    retryAttempts: 0,
    connectionParams: { authorization: `Bearer ${token}` },
  })
}

async function addTask(): Promise<void> {
  const now = new Date()
  await own.database.transaction((tx) =>
    tx.insert(task).values({
      id: 'one',
      kind: 'CONTAINER_ASSET_SYNC',
      state: 'RUNNING',
      source: 'API',
      targetKey: 'one',
      stage: 'at first',
      runAt: now,
      createdAt: now,
    }),
  )
}

async function changeStage(stage: string): Promise<void> {
  await own.database.transaction(async (tx) => {
    const [before] = await tx.select().from(task).where(eq(task.id, 'one'))
    const [after] = await tx.update(task).set({ stage }).where(eq(task.id, 'one')).returning()
    await recordTaskChanges(tx, [before, after])
  })
}

const told = (stage: string) => ({ data: { taskChanged: { task: { stage } } } })

test('a subscription gives the present state, then each change, to all who ask the same', async () => {
  const clients = [connect(), connect(), connect()]
  const answers = clients.map((client) => client.iterate({ query: QUERY }))
  const next = () => Promise.all(answers.map(async (each) => (await each.next()).value))

  expect(await next()).toEqual(clients.map(() => told('at first')))
  await vi.waitFor(() => expect(bus.subscribers).toBe(clients.length))
  await changeStage('later')
  expect(await next()).toEqual(clients.map(() => told('later')))
  await changeStage('at first')
  expect(await next()).toEqual(clients.map(() => told('at first')))

  await Promise.all(clients.map((client) => client.dispose()))
  await vi.waitFor(() => expect(bus.subscribers).toBe(0))
})

test('a completed subscription is told nothing more, and the others of its connection go on', async () => {
  const client = connect()
  const [ended, other] = [client.iterate({ query: QUERY }), client.iterate({ query: QUERY })]
  await Promise.all([ended.next(), other.next()])
  await vi.waitFor(() => expect(bus.subscribers).toBe(2))
  await ended.return?.()
  await vi.waitFor(() => expect(bus.subscribers).toBe(1))
  await changeStage('after one has gone')
  expect((await other.next()).value).toEqual(told('after one has gone'))
  expect(await ended.next()).toMatchObject({ done: true })
  await client.dispose()
})

test('what cannot be subscribed to is an error with its code', async () => {
  const client = connect()
  const answers = client.iterate({ query: 'subscription { taskChanged(after: "no cursor") { cursor } }' })
  const answer = await answers.next().then(
    ({ value }) => value,
    (error: unknown) => ({ errors: error }),
  )
  expect(answer).toMatchObject({ errors: [{ extensions: { code: 'CURSOR_INVALID' } }] })
  await client.dispose()
})

test('a message that is too large is one line for who debugs, without a stack', async () => {
  const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
  const closed = new Promise<number>((resolve) => socket.once('close', resolve))
  socket.once('open', () => socket.send('x'.repeat(300 * 1024)))
  expect(await closed).toBe(1009)
  const lines = logged.filter((line) => line.includes('WS_ERR_UNSUPPORTED_MESSAGE_LENGTH'))
  expect(lines.map((line): unknown => JSON.parse(line))).toMatchObject([{ level: 'debug' }])
  expect(lines[0]).not.toContain('    at ')
})

test('wrong tokens over the WebSocket are told when to come back, and leave no line', async () => {
  const before = logged.length
  const codes = []
  for (let n = 0; n < 31; n++) {
    const socket = new WebSocket(`${app.url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws')
    socket.once('open', () =>
      socket.send(JSON.stringify({ type: 'connection_init', payload: { authorization: 'Bearer bw_wrong' } })),
    )
    codes.push(await new Promise<string>((resolve) => socket.once('close', (code, why) => resolve(`${code} ${why}`))))
  }
  expect(codes.at(0)).toBe('4403 Forbidden')
  expect(codes.at(-1)).toMatch(/^1013 Too many requests\. Try again in \d+ s\.$/)
  expect(logged.slice(before).filter((line) => !line.includes('"level":"debug"'))).toEqual([])
})
