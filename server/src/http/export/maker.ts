import type { Database } from '@breakwater/drizzle/database.ts'
import { session, token } from '@breakwater/drizzle/tables/access.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { and, eq, gt, isNull, lte, or, sql } from 'drizzle-orm'

/**
 * Who an audit row names, as they are now; undefined when their session or token has ended. One that was opened or made after
 * `at` is somebody else, though it may bear the name of one that was revoked.
 */
export async function viewerOfActor(database: Database, actor: string, at: Date): Promise<Viewer | undefined> {
  const [kind, ...rest] = actor.split(':')
  const name = rest.join(':')
  if (kind === 'session') return sessionViewer(database, actor, name, at)
  if (kind === 'token') return tokenViewer(database, actor, name, at)
  return undefined
}

async function sessionViewer(
  { db }: Database,
  actor: string,
  hashStart: string,
  at: Date,
): Promise<Viewer | undefined> {
  if (hashStart === '') return undefined
  const [row] = await db
    .select()
    .from(session)
    .where(
      and(
        sql`left(${session.hash}, ${hashStart.length}) = ${hashStart}`,
        gt(session.expiresAt, new Date()),
        lte(session.createdAt, at),
      ),
    )
    .limit(1)
  return row && { kind: 'SESSION', name: row.name, actor, expiresAt: row.expiresAt, ...rightsOf(row) }
}

async function tokenViewer({ db }: Database, actor: string, name: string, at: Date): Promise<Viewer | undefined> {
  const [row] = await db
    .select()
    .from(token)
    .where(
      and(eq(token.name, name), or(isNull(token.expiresAt), gt(token.expiresAt, new Date())), lte(token.createdAt, at)),
    )
    .limit(1)
  return row && { kind: 'TOKEN', name, actor, expiresAt: row.expiresAt ?? undefined, ...rightsOf(row) }
}

type Rights = Pick<typeof token.$inferSelect, 'role' | 'clusters' | 'namespaces' | 'registries'>

function rightsOf({ role, clusters, namespaces, registries }: Rights): Pick<Viewer, 'role' | 'scope'> {
  const isLimited = clusters !== null || namespaces !== null || registries !== null
  const scope = {
    clusters: clusters ?? undefined,
    namespaces: namespaces ?? undefined,
    registries: registries ?? undefined,
  }
  return { role, scope: isLimited ? scope : undefined }
}
