import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { type AuditActor, COMMAND_LINE, recordAudit } from '@breakwater/drizzle/audit.ts'
import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import { loginCode, session, token } from '@breakwater/drizzle/tables/access.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { type NewTokenInput, RequestError, type RightsInput } from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { anyOf } from '@breakwater/schema/visible.ts'
import { and, eq, gt, isNull, lt, ne, or } from 'drizzle-orm'
import { ADMINISTRATOR, type Rights, readRights, scopeOf } from './rights.ts'

/** Who may come in: one-time login links for people, tokens for programs. Only SHA-256 hashes are kept. */
export interface Access {
  /** A code for a login link; good once, for ten minutes. An administrator's when not told otherwise. */
  createLoginCode(link?: NewLink, by?: AuditActor): Promise<string>
  /** Exchanges a code for a session; undefined when the code is wrong, used or too old. */
  exchange(
    code: string,
    userAgent: string,
    address?: string,
  ): Promise<{ readonly cookie: string; readonly expiresAt: Date } | undefined>
  /** Makes an administrator's token by the command line, shown this once. Throws `RequestError`. */
  createToken(name: string, expiresAt: Date | undefined): Promise<string>
  /** Makes a token, shown this once. Throws `RequestError` when the name is taken or the rights do not fit. */
  addToken(input: NewTokenInput, by: AuditActor): Promise<{ readonly id: string; readonly secret: string }>
  viewerOfSession(cookie: string, address: string): Promise<Viewer | undefined>
  viewerOfToken(secret: string, address: string): Promise<Viewer | undefined>
  /** Of the id of a session or token, as they are now. */
  viewerOfId(id: string, address: string): Promise<Viewer | undefined>
  /** Of these, the ids of the tokens and sessions that are still good. One query. */
  stillIn(ids: readonly string[]): Promise<ReadonlySet<string>>
  /** Throws `RequestError` when there is no such token. */
  revokeToken(id: string, viewer: Viewer): Promise<void>
  /** Throws `RequestError` when there is no such session. */
  revokeSession(id: string, viewer: Viewer): Promise<void>
  /** Ends the viewer's own session; does nothing for a token. */
  endSession(viewer: Viewer): Promise<void>
}

/** The session that a login link opens. */
export interface NewLink {
  readonly name: string
  readonly rights: RightsInput
}

export const CODE_LIFETIME_MS = 10 * 60_000
const SESSION_LIFETIME_MS = 12 * 60 * 60_000
/** Use is written down at most this often, so that reading does not write. */
const LAST_USED_STEP_MS = 60_000
const ACTOR_LENGTH = 12
const TOKEN_PREFIX = 'bw_'
const LONGEST_NAME = 100

export function createAccess(database: Database): Access {
  const { db, transaction } = database

  async function addToken({ name, rights, expiresAt }: NewTokenInput, by: AuditActor) {
    checkTokenName(name)
    if (expiresAt && expiresAt.getTime() <= Date.now()) {
      throw new RequestError('INVALID_EXPIRY', 'The date must be in the future.', ['expires'])
    }
    const own = readRights(rights)
    const value = TOKEN_PREFIX + secret()
    const row = { id: randomUUID(), name, hash: hash(value), ...own }
    await transaction(async (tx) => {
      await checkClusters(tx, own)
      const made = await tx
        .insert(token)
        .values({ ...row, createdAt: new Date(), createdBy: by.actor, expiresAt: expiresAt ?? null })
        .onConflictDoNothing()
        .returning({ id: token.id })
      if (made.length === 0) {
        throw new RequestError(
          'NAME_TAKEN',
          `There is a token named "${name}" already. Choose another name, or revoke that one.`,
          ['name'],
        )
      }
      await recordAudit(tx, by, { action: 'createToken', target: name, details: described(own) })
    })
    return { id: row.id, secret: value }
  }

  return {
    addToken,
    createToken: async (name, expiresAt) =>
      (await addToken({ name, expiresAt, rights: { role: 'ADMINISTRATOR' } }, COMMAND_LINE)).secret,

    async createLoginCode(link, by) {
      const code = secret()
      const name = link ? checkedSessionName(link.name) : 'session'
      const own = link ? readRights(link.rights) : ADMINISTRATOR
      await transaction(async (tx) => {
        await checkClusters(tx, own)
        await tx.delete(loginCode).where(lt(loginCode.expiresAt, new Date()))
        const expiresAt = new Date(Date.now() + CODE_LIFETIME_MS)
        await tx.insert(loginCode).values({ hash: hash(code), expiresAt, name, ...own })
        if (by) await recordAudit(tx, by, { action: 'createLoginLink', target: name, details: described(own) })
      })
      return code
    },

    async exchange(code, userAgent, address = '') {
      const cookie = secret()
      const now = new Date()
      const expiresAt = new Date(now.getTime() + SESSION_LIFETIME_MS)
      return transaction(async (tx) => {
        const [used] = await tx
          .delete(loginCode)
          .where(and(eq(loginCode.hash, hash(code)), gt(loginCode.expiresAt, now)))
          .returning()
        if (!used) return undefined
        const { name, role, clusters, namespaces, registries } = used
        await tx.insert(session).values({
          ...{ name, role, clusters, namespaces, registries },
          hash: hash(cookie),
          address,
          createdAt: now,
          lastUsedAt: now,
          expiresAt,
          userAgent: userAgent.slice(0, 200),
        })
        const by = { actor: sessionActor(hash(cookie)), address }
        await recordAudit(tx, by, { action: 'logIn', target: name, details: { role } })
        return { cookie, expiresAt }
      })
    },

    async viewerOfSession(cookie, address) {
      const now = new Date()
      const [row] = await db
        .select()
        .from(session)
        .where(and(eq(session.hash, hash(cookie)), openAt(now)))
        .limit(1)
      if (!row) return undefined
      if (now.getTime() - row.lastUsedAt.getTime() > LAST_USED_STEP_MS) {
        await transaction((tx) => tx.update(session).set({ lastUsedAt: now }).where(eq(session.hash, row.hash)))
      }
      return sessionViewer(row, address)
    },

    async viewerOfToken(value, address) {
      if (!value.startsWith(TOKEN_PREFIX)) return undefined
      const now = new Date()
      const [row] = await db
        .select()
        .from(token)
        .where(and(eq(token.hash, hash(value)), goodAt(now)))
        .limit(1)
      if (!row) return undefined
      if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > LAST_USED_STEP_MS) {
        await transaction((tx) => tx.update(token).set({ lastUsedAt: now }).where(eq(token.id, row.id)))
      }
      return tokenViewer(row, address)
    },

    async viewerOfId(id, address) {
      const now = new Date()
      const sessions = await db
        .select()
        .from(session)
        .where(and(eq(session.id, id), openAt(now)))
        .limit(1)
      const tokens = await db
        .select()
        .from(token)
        .where(and(eq(token.id, id), goodAt(now)))
        .limit(1)
      const [viewer] = [
        ...sessions.map((row) => sessionViewer(row, address)),
        ...tokens.map((row) => tokenViewer(row, address)),
      ]
      return viewer
    },

    async stillIn(ids) {
      const now = new Date()
      const good = await db
        .select({ id: session.id })
        .from(session)
        .where(and(anyOf(session.id, ids), openAt(now)))
        .unionAll(
          db
            .select({ id: token.id })
            .from(token)
            .where(and(anyOf(token.id, ids), goodAt(now))),
        )
        .limit(ids.length)
      return new Set(good.map((row) => row.id))
    },

    async revokeToken(id, viewer) {
      await transaction(async (tx) => {
        const [row] = await tx.delete(token).where(eq(token.id, id)).returning({ name: token.name })
        if (!row) throw new RequestError('NOT_FOUND', 'There is no such token. It may have been revoked.', ['token'])
        await recordAudit(tx, viewer, { action: 'revokeToken', target: row.name })
      })
    },

    async revokeSession(id, viewer) {
      await transaction(async (tx) => {
        const [row] = await tx.delete(session).where(eq(session.id, id)).returning()
        if (!row) throw new RequestError('NOT_FOUND', 'There is no such session. It may have ended.', ['session'])
        const { name, address } = row
        await recordAudit(tx, viewer, {
          action: 'revokeSession',
          target: name,
          details: { session: sessionActor(row.hash), address },
        })
      })
    },

    async endSession(viewer) {
      await transaction(async (tx) => {
        if (viewer.kind === 'SESSION') await tx.delete(session).where(eq(session.id, viewer.id))
        await recordAudit(tx, viewer, { action: 'logOut' })
      })
    },
  }
}

/** Sessions that have not run out. */
function openAt(now: Date) {
  return gt(session.expiresAt, now)
}

/** Tokens that have not run out. */
function goodAt(now: Date) {
  return or(isNull(token.expiresAt), gt(token.expiresAt, now))
}

function sessionViewer(row: typeof session.$inferSelect, address: string): Viewer {
  const { id, name, role, expiresAt } = row
  return { kind: 'SESSION', id, name, role, expiresAt, address, actor: sessionActor(row.hash), scope: scopeOf(row) }
}

function tokenViewer(row: typeof token.$inferSelect, address: string): Viewer {
  const { id, name, role } = row
  const expiresAt = row.expiresAt ?? undefined
  return { kind: 'TOKEN', id, name, role, expiresAt, address, actor: `token:${name}`, scope: scopeOf(row) }
}

/** Throws `RequestError` when a scope names a cluster that is not connected: a slip of the pen would hide everything. */
async function checkClusters(tx: Queries, { clusters }: Rights): Promise<void> {
  if (!clusters) return
  const known = await tx
    .select({ uid: cluster.uid })
    .from(cluster)
    .where(and(anyOf(cluster.uid, clusters), ne(cluster.state, 'DELETED')))
  const unknown = clusters.filter((uid) => !known.some((row) => row.uid === uid))
  if (unknown.length === 0) return
  throw new RequestError('UNKNOWN_CLUSTER', `No cluster with the uid ${unknown.join(', ')} is connected.`, [
    'scope',
    'clusters',
  ])
}

/** Uids of clusters that people name by their name or uid. Throws `RequestError` for what is no cluster, or more than one. */
export async function clusterUids({ db }: Database, named: readonly string[]): Promise<string[]> {
  const rows = await db
    .select({ uid: cluster.uid, name: cluster.name })
    .from(cluster)
    .where(and(or(anyOf(cluster.uid, named), anyOf(cluster.name, named)), ne(cluster.state, 'DELETED')))
    .limit(1_000)
  return named.map((each) => {
    const byUid = rows.find((row) => row.uid === each)
    const [only, ...others] = byUid ? [byUid] : rows.filter((row) => row.name === each)
    if (only && others.length === 0) return only.uid
    const advice = only ? 'More than one cluster is named' : 'No connected cluster is named'
    throw new RequestError('UNKNOWN_CLUSTER', `${advice} "${each}". Give its uid, as the dashboard shows it.`)
  })
}

function checkTokenName(name: string): void {
  if (/^[\w.@-]{1,100}$/.test(name)) return
  throw new RequestError('INVALID_NAME', 'A name has 1 to 100 letters, digits, and any of . _ @ -', ['name'])
}

function checkedSessionName(name: string): string {
  const trimmed = name.trim()
  if (trimmed !== '' && trimmed.length <= LONGEST_NAME && !/\p{Cc}/u.test(trimmed)) return trimmed
  throw new RequestError('INVALID_NAME', `A name has 1 to ${LONGEST_NAME} characters.`, ['name'])
}

/** Rights as an audit row tells them. */
function described({ role, clusters, namespaces, registries }: Rights): Record<string, string> {
  return {
    role,
    ...(clusters && { clusters: clusters.join(' ') }),
    ...(namespaces && { namespaces: namespaces.join(' ') }),
    ...(registries && { registries: registries.join(' ') }),
  }
}

/** Enough of the hash to tell sessions apart in the audit trail; of no use to come in. */
function sessionActor(hashed: string): string {
  return `session:${hashed.slice(0, ACTOR_LENGTH)}`
}

/** 256 random bits: guessing is hopeless, so a plain hash is enough to keep them by. */
function secret(): string {
  return randomBytes(32).toString('base64url')
}

function hash(value: string): string {
  return createHash('sha256').update(value).digest('hex')
}
