import { randomUUID } from 'node:crypto'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { Database } from '@breakwater/drizzle/database.ts'
import type { Context } from '@breakwater/schema/context.ts'
import type { Services } from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { GraphQLError, type GraphQLSchema } from 'graphql'
import { createYoga, type YogaServerInstance } from 'graphql-yoga'
import type { Log } from '../log.ts'
import { type Bodies, BodyTooLargeError, TooManyBodiesError } from './body.ts'
import { type Charge, chargeOperations, createCharge } from './cost-limit.ts'
import { createDocumentCache, NO_ERRORS_KEPT } from './document-cache.ts'
import { documentLimits } from './document-limits.ts'
import type { Presence } from './presence.ts'

/** The engine, and what both transports ask before an operation runs. */
export type Yoga = YogaServerInstance<Pick<Context, 'viewer' | 'signal'>, Context> & { readonly charge: Charge }

/** The GraphQL engine: one set of plugins, which both transports go through. */
export function createGraphql({
  schema,
  database,
  services,
  log,
  pointsAnHour,
}: {
  schema: GraphQLSchema
  database: Database
  services: Services
  log: Log
  /** What an identity may spend; the product's own when not given. */
  pointsAnHour?: number
}): Yoga {
  const charge = createCharge(schema, pointsAnHour)
  const yoga = createYoga({
    schema,
    plugins: [...documentLimits(), chargeOperations(charge)],
    context: ({ viewer, signal }: Pick<Context, 'viewer' | 'signal'>): Context => ({
      database,
      services,
      viewer,
      signal,
      source: viewer.kind === 'SESSION' ? 'CONSOLE' : 'API',
    }),
    parserAndValidationCache: { documentCache: createDocumentCache(), errorCache: NO_ERRORS_KEPT },
    maskedErrors: { maskError: (error) => maskError(error, log) },
    graphqlEndpoint: '/graphql',
    graphiql: false,
    landingPage: false,
    cors: false,
    batching: false,
    logging: false,
  })
  return Object.assign(yoga, { charge })
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
  { yoga, bodies, presence }: { yoga: Yoga; bodies: Bodies; presence: Presence },
  viewer: Viewer,
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
    const body = await bodies.read(request, viewer)
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
      ...retryAfter(answer),
    })
    response.end(text)
  } catch (error) {
    if (response.headersSent) return
    if (!(error instanceof BodyTooLargeError || error instanceof TooManyBodiesError)) throw error
    response.setHeader('Connection', 'close')
    if (error instanceof BodyTooLargeError) return refuse(response, 413, 'BODY_TOO_LARGE', error.message)
    response.setHeader('Retry-After', '5')
    refuse(response, 503, 'TOO_MANY_BODIES', error.message)
  }
}

function retryAfter({ headers }: Response): Record<string, string> {
  const seconds = headers.get('retry-after')
  return seconds === null ? {} : { 'Retry-After': seconds }
}

/** An answer that never reached GraphQL, in the same shape. */
export function refuse(
  response: ServerResponse,
  status: number,
  code: string,
  message: string,
  more: Readonly<Record<string, number>> = {},
): void {
  const body = JSON.stringify({ code, message, errors: [{ message, extensions: { code, ...more } }] })
  response.writeHead(status, { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' })
  response.end(body)
}
