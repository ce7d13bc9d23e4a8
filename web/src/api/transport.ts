import { createClient } from 'graphql-ws'
import type { SubscriptionForwarder } from 'urql'
import { setConnection } from './connection.ts'
import { rememberCursor, type SubscribePayload } from './resume.ts'
import { setSession } from './session.ts'

const KEEP_ALIVE_MS = 15_000
const FIRST_RETRY_MS = 300
const LAST_RETRY_MS = 5_000
/** Codes with which a WebSocket closes: as agreed, and as graphql-transport-ws has it for who may not come in. */
const NORMAL = 1000
const FORBIDDEN = 4403

export interface Transport {
  readonly forward: SubscriptionForwarder
  /** Closes the socket, such as after logging out. */
  close(): void
}

/** One WebSocket for all subscriptions of the page. Comes back by itself, and resumes streams at their last cursor. */
export function createTransport(url: string): Transport {
  const client = createClient({
    url,
    lazy: true,
    keepAlive: KEEP_ALIVE_MS,
    retryAttempts: Number.POSITIVE_INFINITY,
    shouldRetry: () => true,
    retryWait: (retries) => new Promise((resolve) => setTimeout(resolve, retryDelayMs(retries))),
    on: {
      connecting: (isRetry) => setConnection(isRetry ? 'LOST' : 'CONNECTING'),
      connected: () => setConnection('CONNECTED'),
      closed: (event) => {
        // The session has ended, here or elsewhere: the page asks to sign in, and does not try again.
        if (isClosure(event, FORBIDDEN)) {
          setSession('signed-out')
          void client.dispose()
        }
        setConnection(isClosure(event, NORMAL) ? 'IDLE' : 'LOST')
      },
    },
  })
  return {
    close: () => void client.dispose(),
    forward: (request) => ({
      subscribe(sink) {
        const payload: SubscribePayload = { query: request.query ?? '', variables: { ...request.variables } }
        const unsubscribe = client.subscribe<Record<string, unknown>, Record<string, unknown>>(payload, {
          next(result) {
            rememberCursor(payload, result.data)
            sink.next(result)
          },
          error: (error) => sink.error(error),
          complete: () => sink.complete(),
        })
        return { unsubscribe }
      },
    }),
  }
}

/** Doubles up to five seconds; the random part keeps many pages from coming back at the same moment. */
export function retryDelayMs(retries: number, random: number = Math.random()): number {
  return Math.min(FIRST_RETRY_MS * 2 ** retries, LAST_RETRY_MS) + random * FIRST_RETRY_MS
}

function isClosure(event: unknown, code: number): boolean {
  return typeof event === 'object' && event !== null && 'code' in event && event.code === code
}
