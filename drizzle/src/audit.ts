import type { Queries } from './database.ts'
import { audit } from './tables/access.ts'

/** What a mutation did, for the audit trail. Never a secret. */
export interface AuditEntry {
  /** Who: `session:…` or `token:NAME`. */
  readonly actor: string
  /** The mutation's name, such as `connectCluster`. */
  readonly action: string
  readonly cluster?: string
  readonly namespace?: string
  readonly registry?: string
  readonly target?: string
  readonly details?: Record<string, string | number | boolean | null>
}

/** Leaves an audit row, in the mutation's own transaction. */
export async function recordAudit(tx: Queries, entry: AuditEntry): Promise<void> {
  await tx.insert(audit).values({ ...entry, at: new Date() })
}
