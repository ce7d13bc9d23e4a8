import type { RealServer } from './control-plane.ts'

/** What the global set-up hands to tests. */
declare module 'vitest' {
  interface ProvidedContext {
    /** A real API server, for the whole run. */
    kubernetes: RealServer
  }
}
