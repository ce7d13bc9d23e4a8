import type { Queries } from './database.ts'
import { audit } from './tables/access.ts'

/** Who did something, and from where; a viewer is one. */
export interface AuditActor {
  /** `session:…`, `token:NAME`, or `command line`. */
  readonly actor: string
  /** Where the request came from; empty for the command line and for what the server does by itself. */
  readonly address: string
}

/** Who uses the command line owns the data folder, and needs no token. */
export const COMMAND_LINE: AuditActor = { actor: 'command line', address: '' }

/** What a mutation did, for the audit trail. Never a secret. */
export interface AuditEntry {
  /** The mutation's name, such as `connectCluster`. */
  readonly action: string
  readonly cluster?: string
  readonly namespace?: string
  readonly registry?: string
  readonly target?: string
  /** `OK` when not given; otherwise the code of why it was not done, such as `FORBIDDEN`. */
  readonly result?: string
  readonly details?: Record<string, string | number | boolean | null>
}

/** Leaves an audit row, in the mutation's own transaction. */
export async function recordAudit(tx: Queries, by: AuditActor, entry: AuditEntry): Promise<void> {
  await tx.insert(audit).values({ ...entry, actor: by.actor, address: by.address, at: new Date() })
}
