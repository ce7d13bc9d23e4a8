import type { Database } from '@breakwater/drizzle/database.ts'
import { schema } from '@breakwater/schema/schema.ts'
import type { Services } from '@breakwater/schema/services.ts'
import { createClient } from 'graphql-ws'
import { WebSocket } from 'ws'
import { type TestDatabase, testDatabase } from '../../drizzle/test/database.ts'
import { type Access, createAccess } from '../src/http/access.ts'
import { startApp } from '../src/http/app.ts'
import { createGraphql } from '../src/http/graphql.ts'
import { loadStaticFiles } from '../src/http/static-files.ts'
import { createLog } from '../src/log.ts'
import { NO_EXPORTS } from './no-exports.ts'

export interface Answer {
  readonly data?: Record<string, unknown> | null
  readonly errors?: readonly { readonly message: string; readonly extensions?: Record<string, unknown> }[]
}

/** Sends an operation; resolves to its first answer, errors included. */
export type Send = (query: string, variables?: Record<string, unknown>) => Promise<Answer>

export interface HttpSend extends Send {
  /** The whole response, with its status and headers. */
  response(query: string, variables?: Record<string, unknown>): Promise<Response>
}

/** The API over its two transports, on a database of its own. */
export interface ApiApp {
  readonly url: string
  readonly own: TestDatabase
  readonly access: Access
  /** Lines of the log so far. */
  readonly logged: readonly string[]
  readonly transports: { readonly http: Send; readonly websocket: Send }
  /** Both, as a new identity whose budget is whole. */
  as(name: string): Promise<{ readonly http: HttpSend; readonly websocket: Send }>
  close(): Promise<void>
}

export interface ApiAppOptions {
  /** What the resolvers that a test asks need. */
  readonly services?: object | ((database: Database) => object)
  readonly pointsAnHour?: number
}

export async function apiApp(options: ApiAppOptions = {}): Promise<ApiApp> {
  const own = await testDatabase()
  const access = createAccess(own.database)
  const logged: string[] = []
  const log = createLog('debug', { write: (line) => void logged.push(line) })
  const given = options.services ?? {}
  const services = (typeof given === 'function' ? given(own.database) : given) as Services
  const pointsAnHour = options.pointsAnHour === undefined ? {} : { pointsAnHour: options.pointsAnHour }
  const app = await startApp({
    host: '127.0.0.1',
    port: 0,
    access,
    exporter: NO_EXPORTS,
    log,
    yoga: createGraphql({ schema, database: own.database, services, log, ...pointsAnHour }),
    pages: await loadStaticFiles('no-such-folder'),
    notReady: async () => [],
  })
  const as = async (name: string) => {
    const authorization = `Bearer ${await access.createToken(name.replaceAll(' ', '-'), undefined)}`
    return { http: overHttp(app.url, authorization), websocket: overWebSocket(app.url, authorization) }
  }
  return {
    url: app.url,
    own,
    access,
    logged,
    as,
    transports: await as('test'),
    async close() {
      await app.close()
      await own.close()
    },
  }
}

function overHttp(url: string, authorization: string): HttpSend {
  const response: HttpSend['response'] = (query, variables) =>
    fetch(`${url}/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization },
      body: JSON.stringify({ query, variables }),
    })
  const send: Send = async (query, variables) => (await (await response(query, variables)).json()) as Answer
  return Object.assign(send, { response })
}

function overWebSocket(url: string, authorization: string): Send {
  return async (query, variables) => {
    const client = createClient({
      url: `${url.replace('http', 'ws')}/graphql`,
      webSocketImpl: WebSocket,
      retryAttempts: 0,
      connectionParams: { authorization },
    })
    try {
      return await new Promise<Answer>((resolve) => {
        const error = (why: unknown) => resolve({ errors: Array.isArray(why) ? why : [{ message: String(why) }] })
        const next = (answer: unknown) => resolve(answer as Answer)
        client.subscribe({ query, ...(variables && { variables }) }, { next, error, complete: () => {} })
      })
    } finally {
      await client.dispose()
    }
  }
}
