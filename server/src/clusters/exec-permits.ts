import { recordAudit } from '@breakwater/drizzle/audit.ts'
import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import { clusterSource, execPermit } from '@breakwater/drizzle/tables/cluster.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { and, eq } from 'drizzle-orm'

/** Which command a context of the machine's own kubeconfig may run, who allowed it and when. */
export type ExecPermit = typeof execPermit.$inferSelect

/** All permits, by context. */
export async function execPermits(queries: Queries): Promise<ReadonlyMap<string, ExecPermit>> {
  const rows = await queries.select().from(execPermit).limit(MOST_PERMITS)
  return new Map(rows.map((row) => [row.context, row]))
}

const MOST_PERMITS = 1_000

/** The hash of the command that a context may run; undefined when none was allowed. */
export async function permittedHash(queries: Queries, context: string): Promise<string | undefined> {
  const [row] = await queries
    .select({ hash: execPermit.commandHash })
    .from(execPermit)
    .where(eq(execPermit.context, context))
    .limit(1)
  return row?.hash
}

/** What is kept of a command: never its arguments or environment, which may hold secrets. */
export interface AllowedCommand {
  readonly context: string
  readonly hash: string
  /** The program alone. */
  readonly command: string
}

/** Allows one command for a context, in the place of another one that was. Whoever failed to watch its cluster tries again at once. */
export async function allowCommand(database: Database, viewer: Viewer, allowed: AllowedCommand): Promise<void> {
  const { context, hash, command } = allowed
  await database.transaction(async (tx) => {
    const row = { context, commandHash: hash, allowedBy: viewer.actor, allowedAt: new Date() }
    await tx.insert(execPermit).values(row).onConflictDoUpdate({ target: execPermit.context, set: row })
    await renewSource(tx, context)
    await recordAudit(tx, viewer, {
      action: 'allowExecCommand',
      target: context,
      details: { command, hash },
    })
  })
}

/**
 * Takes the permit of a context back. A cluster that is read by it counts as one with another source: whoever watches it ends that
 * and cannot begin anew. Returns false when there was no permit.
 */
export async function withdrawCommand(database: Database, viewer: Viewer, context: string): Promise<boolean> {
  return database.transaction(async (tx) => {
    const [row] = await tx.delete(execPermit).where(eq(execPermit.context, context)).returning()
    if (!row) {
      await recordAudit(tx, viewer, { action: 'withdrawExecCommand', target: context, result: 'NOT_FOUND' })
      return false
    }
    await renewSource(tx, context)
    const { commandHash: hash } = row
    await recordAudit(tx, viewer, { action: 'withdrawExecCommand', target: context, details: { hash } })
    return true
  })
}

/** A cluster that is read by the context counts as one with another source from now on. */
async function renewSource(tx: Queries, context: string): Promise<void> {
  await tx
    .update(clusterSource)
    .set({ updatedAt: new Date() })
    .where(and(eq(clusterSource.origin, 'MACHINE'), eq(clusterSource.reference, context)))
}
