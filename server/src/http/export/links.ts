import { createHash, randomBytes } from 'node:crypto'
import { recordAudit } from '@breakwater/drizzle/audit.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { downloadLink } from '@breakwater/drizzle/tables/access.ts'
import { prepareExport } from '@breakwater/schema/export/rows.ts'
import type { DownloadRequest, DownloadService } from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { and, eq, gt, lt } from 'drizzle-orm'
import type { GraphQLSchema } from 'graphql'
import type { Access } from '../access.ts'
import { asWritten, FORMATS } from './format.ts'

/** Links to downloads: each good once, for five minutes. Only the SHA-256 of its secret is kept. */
export interface DownloadLinks extends DownloadService {
  /**
   * Uses a link up. Undefined when it was used already, is too old, is none, or when the session or token that made it has ended.
   * What it holds is decided by what its maker may see now.
   */
  take(
    secret: string,
    address: string,
  ): Promise<{ readonly request: DownloadRequest; readonly viewer: Viewer } | undefined>
}

export const LINK_LIFETIME_MS = 5 * 60_000

export function createDownloadLinks(
  database: Database,
  schema: GraphQLSchema,
  access: Pick<Access, 'viewerOfId'>,
): DownloadLinks {
  const { transaction } = database
  return {
    async create(request, viewer) {
      // What cannot be exported is said here, and not by a link that leads nowhere.
      prepareExport(schema, asWritten(request))
      const secret = randomBytes(32).toString('base64url')
      const now = new Date()
      const expiresAt = new Date(now.getTime() + LINK_LIFETIME_MS)
      await transaction(async (tx) => {
        await tx.delete(downloadLink).where(lt(downloadLink.expiresAt, now))
        await tx
          .insert(downloadLink)
          .values({ hash: hash(secret), maker: viewer.id, request: { ...request }, expiresAt })
        await recordAudit(tx, viewer, {
          action: 'createDownload',
          target: request.list,
          details: { format: request.format },
        })
      })
      return { url: `/export/${request.list}.${FORMATS[request.format].ending}?link=${secret}`, expiresAt }
    },

    async take(secret, address) {
      const now = new Date()
      const [link] = await transaction((tx) =>
        tx
          .delete(downloadLink)
          .where(and(eq(downloadLink.hash, hash(secret)), gt(downloadLink.expiresAt, now)))
          .returning(),
      )
      if (!link) return undefined
      const viewer = await access.viewerOfId(link.maker, address)
      // Written by `create` only, and so of its shape.
      return viewer && { request: link.request as unknown as DownloadRequest, viewer }
    },
  }
}

/** 256 random bits: guessing is hopeless, so a plain hash is enough to keep them by. */
function hash(secret: string): string {
  return createHash('sha256').update(secret).digest('hex')
}
