import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { Context } from '@breakwater/schema/context.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { type ExecutionArgs, type ExecutionResult, GraphQLError, getOperationAST } from 'graphql'
import { handleProtocols, makeServer } from 'graphql-ws'
import { type WebSocket, WebSocketServer } from 'ws'
import { type Log, sparing } from '../log.ts'
import { RefusedError } from './authenticate.ts'
import { maskError, type Yoga } from './graphql.ts'
import type { Presence } from './presence.ts'
import { TooManyRequestsError } from './request-limits.ts'
import { type SocketExtra, serveSocket } from './socket.ts'
import { type SubscriptionEngine, subscribeShared } from './subscribe.ts'

const MESSAGE_LIMIT_BYTES = 256 * 1024
const OPERATIONS_PER_SOCKET = 50
/** Forbidden, in words of graphql-transport-ws: the client must not try again by itself. */
const FORBIDDEN = 4403
/** Clients try again by themselves. Source: IANA's registry of close codes of WebSockets. */
const TRY_AGAIN_LATER = 1013

export interface Sockets {
  upgrade(request: IncomingMessage, socket: Duplex, head: Buffer): void
  /** Ends all sockets so that clients connect again elsewhere. */
  close(): Promise<void>
}

/** graphql-transport-ws on the path of GraphQL. Every operation passes Yoga's plugins, as over HTTP. */
export function createSockets(
  yoga: Yoga,
  log: Log,
  presence: Presence,
  viewerOf: (request: IncomingMessage, bearer: string | undefined) => Promise<Viewer>,
): Sockets {
  const server = new WebSocketServer({ noServer: true, maxPayload: MESSAGE_LIMIT_BYTES, handleProtocols })
  const viewers = new WeakMap<object, Viewer>()
  const leaving = new WeakMap<object, () => void>()
  const closed = new WeakSet<object>()
  const failures = sparing(log)

  const protocol = makeServer<Record<string, unknown>, SocketExtra>({
    connectionInitWaitTimeout: 5_000,
    onConnect: async (connection) => {
      try {
        const { extra } = connection
        const bearer = bearerOf(connection.connectionParams) ?? extra.request.headers.authorization
        const viewer = await viewerOf(extra.request, bearer)
        if (closed.has(extra)) return false
        viewers.set(extra, viewer)
        const end = () => {
          viewers.delete(extra)
          extra.end(FORBIDDEN, 'Access has ended')
        }
        leaving.set(extra, presence.enter(viewer, end))
        return true
      } catch (error) {
        if (error instanceof TooManyRequestsError) {
          connection.extra.end(TRY_AGAIN_LATER, error.message)
          return false
        }
        // Closes with 4403 as well.
        if (error instanceof RefusedError) return false
        throw error
      }
    },
    onClose: ({ extra }) => {
      closed.add(extra)
      leaving.get(extra)?.()
    },
    onSubscribe: async (connection, id, params) => {
      const viewer = viewers.get(connection.extra)
      if (!viewer) return [new GraphQLError('Send connection_init first.')]
      if (Object.keys(connection.subscriptions).length > OPERATIONS_PER_SOCKET) {
        return [
          new GraphQLError(`A connection may hold ${OPERATIONS_PER_SOCKET} operations.`, {
            extensions: { code: 'TOO_MANY_OPERATIONS' },
          }),
        ]
      }
      const begin = `{"id":${JSON.stringify(id)},"type":"next","payload":`
      return prepare(yoga, viewer, log, params, (answerJson) => connection.extra.send(`${begin}${answerJson}}`))
    },
    execute: (args) => engineOf(args).execute(args),
    subscribe: (args) => subscribeShared(args, engineOf(args)),
  })

  return {
    upgrade(request, stream, head) {
      server.handleUpgrade(request, stream, head, (socket: WebSocket) =>
        serveSocket(protocol, { socket, stream, request, log, failures }),
      )
    },
    async close() {
      for (const socket of server.clients) socket.close(1001, 'Going away')
      await new Promise<void>((resolve) => server.close(() => resolve()))
    },
  }
}

/** What of Yoga's engine the operation is run with; `prepare` left it in rootValue, which no resolver reads. */
function engineOf(args: ExecutionArgs): SubscriptionEngine {
  return args.rootValue as SubscriptionEngine
}

interface OperationParams {
  readonly query: string
  readonly operationName?: string | null | undefined
  readonly variables?: Record<string, unknown> | null | undefined
}

async function prepare(
  yoga: Yoga,
  viewer: Viewer,
  log: Log,
  params: OperationParams,
  send: SubscriptionEngine['send'],
): Promise<ExecutionArgs | GraphQLError[]> {
  const ended = new AbortController()
  const engine = yoga.getEnveloped({ viewer, signal: ended.signal, params })
  try {
    const document = engine.parse(params.query)
    const errors = engine.validate(engine.schema, document)
    if (errors.length > 0) return [...errors] as GraphQLError[]
    const begins = getOperationAST(document, params.operationName)?.operation === 'subscription'
    const operation = { document, operationName: params.operationName, variableValues: params.variables }
    // Its events cost nothing; queries and mutations are charged where the engine executes them.
    const refused = begins ? yoga.charge(operation, viewer).refused : undefined
    if (refused) return [withoutStatus(refused)]
    const contextValue = (await engine.contextFactory()) as Context
    return {
      schema: engine.schema,
      document,
      operationName: params.operationName,
      variableValues: params.variables,
      contextValue,
      rootValue: {
        execute: engine.execute,
        key: JSON.stringify([params.query, params.operationName, params.variables, viewer.id]),
        send,
        signal: ended.signal,
        abort: () => ended.abort(),
        maskErrors: (result: ExecutionResult) => ({
          ...result,
          ...(result.errors
            ? { errors: result.errors.map((error) => withoutStatus(maskError(error, log) as GraphQLError)) }
            : {}),
        }),
      } satisfies SubscriptionEngine,
    }
  } catch (error) {
    // A limit is told by throwing from parse; the socket stays open for other operations.
    if (!(error instanceof GraphQLError)) return [new GraphQLError('The operation cannot be read.')]
    return [withoutStatus(error)]
  }
}

/** Extensions hold what an answer over HTTP has for a status and headers. */
function withoutStatus(error: GraphQLError): GraphQLError {
  if (!('http' in error.extensions)) return error
  const { http: _status, ...extensions } = error.extensions
  return new GraphQLError(error.message, { nodes: error.nodes, path: error.path, extensions })
}

function bearerOf(params: Record<string, unknown> | undefined): string | undefined {
  const value = params?.['authorization']
  return typeof value === 'string' ? value : undefined
}
