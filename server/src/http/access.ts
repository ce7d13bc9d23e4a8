import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { recordAudit } from '@breakwater/drizzle/audit.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { loginCode, session, token } from '@breakwater/drizzle/tables/access.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { and, eq, gt, isNull, lt, or, sql } from 'drizzle-orm'

/** Who may come in: one-time login links for people, tokens for programs. Only SHA-256 hashes are kept. */
export interface Access {
  /** A code for a login link; good once, for ten minutes. */
  createLoginCode(): Promise<string>
  /** Exchanges a code for a session; undefined when the code is wrong, used or too old. */
  exchange(code: string, userAgent: string): Promise<{ cookie: string; expiresAt: Date } | undefined>
  /** Makes an administrator's token, shown this once. Throws `TokenNameError` when the name is taken. */
  createToken(name: string, expiresAt: Date | undefined): Promise<string>
  viewerOfSession(cookie: string): Promise<Viewer | undefined>
  viewerOfToken(secret: string): Promise<Viewer | undefined>
  endSession(viewer: Viewer): Promise<void>
}

export class TokenNameError extends Error {
  override readonly name = 'TokenNameError'
}

export const CODE_LIFETIME_MS = 10 * 60_000
const SESSION_LIFETIME_MS = 12 * 60 * 60_000
/** Use is written down at most this often, so that reading does not write. */
const LAST_USED_STEP_MS = 60_000
const ACTOR_LENGTH = 12
const TOKEN_PREFIX = 'bw_'

export function createAccess(database: Database): Access {
  const { db, transaction } = database

  return {
    async createLoginCode() {
      const code = secret()
      await transaction(async (tx) => {
        await tx.delete(loginCode).where(lt(loginCode.expiresAt, new Date()))
        await tx.insert(loginCode).values({ hash: hash(code), expiresAt: new Date(Date.now() + CODE_LIFETIME_MS) })
      })
      return code
    },

    async exchange(code, userAgent) {
      const cookie = secret()
      const now = new Date()
      const expiresAt = new Date(now.getTime() + SESSION_LIFETIME_MS)
      return transaction(async (tx) => {
        const used = await tx
          .delete(loginCode)
          .where(and(eq(loginCode.hash, hash(code)), gt(loginCode.expiresAt, now)))
          .returning({ hash: loginCode.hash })
        if (used.length === 0) return undefined
        await tx.insert(session).values({
          hash: hash(cookie),
          createdAt: now,
          lastUsedAt: now,
          expiresAt,
          userAgent: userAgent.slice(0, 200),
        })
        await recordAudit(tx, { actor: sessionActor(hash(cookie)), action: 'logIn' })
        return { cookie, expiresAt }
      })
    },

    async createToken(name, expiresAt) {
      const value = TOKEN_PREFIX + secret()
      const made = await transaction(async (tx) => {
        const rows = await tx
          .insert(token)
          .values({ id: randomUUID(), name, hash: hash(value), createdAt: new Date(), expiresAt: expiresAt ?? null })
          .onConflictDoNothing()
          .returning({ id: token.id })
        if (rows.length > 0) await recordAudit(tx, { actor: 'command line', action: 'createToken', target: name })
        return rows.length > 0
      })
      if (!made) throw new TokenNameError(`There is a token named "${name}" already. Choose another name.`)
      return value
    },

    async viewerOfSession(cookie) {
      const now = new Date()
      const [row] = await db
        .select()
        .from(session)
        .where(and(eq(session.hash, hash(cookie)), gt(session.expiresAt, now)))
        .limit(1)
      if (!row) return undefined
      if (now.getTime() - row.lastUsedAt.getTime() > LAST_USED_STEP_MS) {
        await transaction((tx) => tx.update(session).set({ lastUsedAt: now }).where(eq(session.hash, row.hash)))
      }
      return administrator('SESSION', 'session', sessionActor(row.hash), row.expiresAt)
    },

    async viewerOfToken(value) {
      if (!value.startsWith(TOKEN_PREFIX)) return undefined
      const now = new Date()
      const [row] = await db
        .select()
        .from(token)
        .where(and(eq(token.hash, hash(value)), or(isNull(token.expiresAt), gt(token.expiresAt, now))))
        .limit(1)
      if (!row) return undefined
      if (!row.lastUsedAt || now.getTime() - row.lastUsedAt.getTime() > LAST_USED_STEP_MS) {
        await transaction((tx) => tx.update(token).set({ lastUsedAt: now }).where(eq(token.id, row.id)))
      }
      return administrator('TOKEN', row.name, `token:${row.name}`, row.expiresAt ?? undefined)
    },

    async endSession(viewer) {
      if (viewer.kind !== 'SESSION') return
      await transaction(async (tx) => {
        await tx.delete(session).where(sql`'session:' || left(${session.hash}, ${ACTOR_LENGTH}) = ${viewer.actor}`)
        await recordAudit(tx, { actor: viewer.actor, action: 'logOut' })
      })
    },
  }
}

function administrator(kind: Viewer['kind'], name: string, actor: string, expiresAt: Date | undefined): Viewer {
  return { kind, name, actor, expiresAt, role: 'ADMINISTRATOR', scope: undefined }
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
