import type { Database } from '@breakwater/drizzle/database.ts'
import type { Services } from './services.ts'
import type { Viewer } from './viewer.ts'

/** What every resolver is handed. Made anew for each request and each event of a subscription. */
export interface Context {
  readonly database: Database
  readonly services: Services
  readonly viewer: Viewer
  /** CONSOLE for the dashboard's session, API for a token. */
  readonly source: 'CONSOLE' | 'API'
  /** Aborted when the client goes away. */
  readonly signal: AbortSignal
  /** What the operation costs and what is left; undefined where operations are not counted. */
  readonly rateLimit?: RateLimit | undefined
}

/** The budget of whoever asks for the present hour, with this operation taken from it. */
export interface RateLimit {
  readonly limit: number
  readonly cost: number
  readonly remaining: number
  readonly used: number
  readonly nodeCount: number
  readonly resetAt: Date
}
