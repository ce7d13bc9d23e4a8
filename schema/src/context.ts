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
}
