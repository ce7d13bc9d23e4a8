import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Database } from '@breakwater/drizzle/database.ts'
import type { Context } from '@breakwater/schema/context.ts'
import type { Services } from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { EnvelopArmor } from '@escape.tech/graphql-armor'
import { GraphQLError, type GraphQLSchema } from 'graphql'
import { createYoga, type YogaServerInstance } from 'graphql-yoga'
import type { Log } from '../log.ts'
import { BodyTooLargeError, readBody } from './body.ts'
import type { Presence } from './presence.ts'

/** Bytes of a request: a snapshot of a large cluster fits (64 MiB, escaped as JSON). */
const BODY_LIMIT_BYTES = 96 * 1024 * 1024
/** Bounds of one operation, over HTTP and WebSocket alike. The dashboard's largest needs about half of each. */
const LIMITS = { depth: 14, tokens: 4_000, aliases: 40, directives: 40 }

export type Yoga = YogaServerInstance<Pick<Context, 'viewer' | 'signal'>, Context>

/** The GraphQL engine: one set of plugins, which both transports go through. */
export function createGraphql({
  schema,
  database,
  services,
  log,
}: {
  schema: GraphQLSchema
  database: Database
  services: Services
  log: Log
}): Yoga {
  const armor = new EnvelopArmor({
    maxDepth: { n: LIMITS.depth },
    maxTokens: { n: LIMITS.tokens },
    maxAliases: { n: LIMITS.aliases },
    maxDirectives: { n: LIMITS.directives },
    costLimit: { enabled: false },
    blockFieldSuggestion: { enabled: false },
  })
  return createYoga({
    schema,
    plugins: armor.protect().plugins,
    context: ({ viewer, signal }: Pick<Context, 'viewer' | 'signal'>): Context => ({
      database,
      services,
      viewer,
      signal,
      source: viewer.kind === 'SESSION' ? 'CONSOLE' : 'API',
    }),
    maskedErrors: { maskError: (error) => maskError(error, log) },
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    cors: false,
    batching: false,
    logging: false,
  })
}

/** Errors that are meant for the client pass; of others it gets an id that stands in the log as well. */
export function maskError(error: unknown, log: Log): Error {
  const original = error instanceof GraphQLError ? error.originalError : error
  const isOurs = error instanceof GraphQLError && (!original || original instanceof GraphQLError)
  if (isOurs) return error
  const id = randomUUID()
  log.error({ err: original, errorId: id }, 'an operation failed')
  return new GraphQLError(`The server failed; its log says why under ${id}.`, {
    nodes: error instanceof GraphQLError ? error.nodes : undefined,
    path: error instanceof GraphQLError ? error.path : undefined,
    extensions: { code: 'INTERNAL', errorId: id },
  })
}

/** Answers one operation over HTTP for a viewer that is known, and is told FORBIDDEN when their access ends before the answer. */
export async function answerGraphql(
  yoga: Yoga,
  viewer: Viewer,
  presence: Presence,
  request: IncomingMessage,
  response: ServerResponse,
): Promise<void> {
  if (request.method !== 'POST') {
    response.writeHead(405, { Allow: 'POST' }).end()
    return
  }
  if (!/^application\/(json|graphql\+json)\b/.test(request.headers['content-type'] ?? '')) {
    refuse(response, 415, 'UNSUPPORTED_MEDIA_TYPE', 'Send the operation as application/json.')
    return
  }
  const gone = new AbortController()
  const leave = presence.enter(viewer, () => {
    gone.abort()
    if (response.headersSent) return
    refuse(response, 403, 'FORBIDDEN', 'This access was revoked or has run out. Log in anew, or use another token.')
  })
  response.once('close', () => {
    leave()
    gone.abort()
  })
  try {
    const body = await readBody(request, BODY_LIMIT_BYTES)
    const answer = await yoga.fetch(
      'http://breakwater/graphql',
      { method: 'POST', headers: { 'content-type': 'application/json', accept: 'application/json' }, body },
      { viewer, signal: gone.signal },
    )
    const text = Buffer.from(await answer.arrayBuffer())
    if (response.headersSent) return
    response.writeHead(answer.status, {
      'Content-Type': 'application/json; charset=utf-8',
      'Content-Length': text.length,
      'Cache-Control': 'no-store',
    })
    response.end(text)
  } catch (error) {
    if (response.headersSent) return
    if (!(error instanceof BodyTooLargeError)) throw error
    response.setHeader('Connection', 'close')
    refuse(response, 413, 'BODY_TOO_LARGE', `A request may hold ${BODY_LIMIT_BYTES / 1024 / 1024} MiB.`)
  }
}

/** An answer that never reached GraphQL, in the same shape. */
export function refuse(response: ServerResponse, status: number, code: string, message: string): void {
  const body = JSON.stringify({ code, message, errors: [{ message, extensions: { code } }] })
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(body)
}
