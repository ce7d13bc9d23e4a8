import type { IncomingMessage } from 'node:http'
import type { Duplex } from 'node:stream'
import type { makeServer } from 'graphql-ws'
import type { WebSocket } from 'ws'
import type { Log, SparingLog } from '../log.ts'

/** What the operations of a connection know of it. */
export interface SocketExtra {
  readonly request: IncomingMessage
  /** Sends a message. Undefined when there is room for more, otherwise resolves when there is. */
  readonly send: (message: string) => Promise<void> | undefined
  /** Ends the connection, also of a client that does not go by itself. */
  readonly end: (code: number, reason: string) => void
}

const PING_EVERY_MS = 15_000
/** Over this, whoever sends waits until the client has read. */
const ROOM_BYTES = 64 * 1024
/** Internal error, in words of RFC 6455. */
const INTERNAL_ERROR = 1011
/** A client that was told to go has this long. */
const END_GRACE_MS = 1_000

interface SocketParts {
  readonly socket: WebSocket
  readonly stream: Duplex
  readonly request: IncomingMessage
  readonly log: Log
  /** Where what failed on our side is written. */
  readonly failures: SparingLog
}

/**
 * Runs the protocol over one WebSocket. In place of graphql-ws' own adapter, which waits for the network after each
 * message: here all messages of one turn of the event loop leave in one write, so that a server that is behind catches up.
 */
export function serveSocket(
  protocol: ReturnType<typeof makeServer<Record<string, unknown>, SocketExtra>>,
  { socket, stream, request, log, failures }: SocketParts,
): void {
  const fail = (error: unknown) => {
    failures.warn({ err: error }, 'a WebSocket failed')
    socket.close(INTERNAL_ERROR, 'Internal error')
  }
  // What a client sends that is no WebSocket message or too large: anybody can, as often as they like.
  const breakOff = ({ code, message }: Error & { readonly code?: string }) => {
    log.debug({ code, reason: message }, 'a WebSocket was broken off by its client')
    socket.close(INTERNAL_ERROR, 'Internal error')
  }
  const send = createSend(socket, stream)
  const stopPings = keepAlive(socket)
  const closed = protocol.opened(
    {
      protocol: socket.protocol,
      send,
      close: (code, reason) => socket.close(code, reason),
      onMessage: (take) => socket.on('message', (data) => void take(String(data)).catch(fail)),
    },
    { request, send, end: (code, reason) => endSocket(socket, code, reason) },
  )
  socket.once('error', breakOff)
  socket.once('close', (code, reason) => {
    stopPings()
    Promise.resolve(closed(code, String(reason))).catch((error: unknown) =>
      failures.warn({ err: error }, 'a WebSocket did not end well'),
    )
  })
}

function createSend(socket: WebSocket, stream: Duplex): SocketExtra['send'] {
  let holding = false
  const release = () => {
    holding = false
    stream.uncork()
  }
  return (message) => {
    if (socket.readyState !== socket.OPEN) return undefined
    if (!holding) {
      holding = true
      stream.cork()
      setImmediate(release)
    }
    if (socket.bufferedAmount < ROOM_BYTES) {
      socket.send(message)
      return undefined
    }
    // An error here is told by the close of the socket as well, which ends its operations.
    return new Promise((resolve) => socket.send(message, () => resolve()))
  }
}

function endSocket(socket: WebSocket, code: number, reason: string): void {
  socket.close(code, reason)
  const timer = setTimeout(() => socket.terminate(), END_GRACE_MS)
  socket.once('close', () => clearTimeout(timer))
}

/** Ends a connection that does not answer a ping before the next one is due. */
function keepAlive(socket: WebSocket): () => void {
  let answered = true
  socket.on('pong', () => {
    answered = true
  })
  const timer = setInterval(() => {
    if (!answered) {
      socket.terminate()
      return
    }
    answered = false
    if (socket.readyState === socket.OPEN) socket.ping()
  }, PING_EVERY_MS)
  return () => clearInterval(timer)
}
