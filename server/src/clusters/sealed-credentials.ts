import { COMMAND_LINE, recordAudit } from '@breakwater/drizzle/audit.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import { isNotNull, sql } from 'drizzle-orm'

/** Ids of the keys that credentials of clusters are sealed with. */
export async function sealedWith(database: Database): Promise<string[]> {
  const keyId = sql<string>`split_part(encode(substring(${clusterSource.sealed} from 1 for ${HEADER_BYTES}), 'escape'), '.', 2)`
  const rows = await database.db.selectDistinct({ keyId }).from(clusterSource).where(isNotNull(clusterSource.sealed))
  return rows.map((row) => row.keyId)
}

/** `v1.` and the key's id. */
const HEADER_BYTES = 12

/**
 * Forgets all sealed credentials, whose key is lost: the clusters and what is known of them stay, and each asks for its credential
 * again. Returns how many there were.
 */
export async function forgetCredentials(database: Database): Promise<number> {
  return database.transaction(async (tx) => {
    const rows = await tx
      .update(clusterSource)
      .set({ sealed: null, updatedAt: new Date() })
      .where(isNotNull(clusterSource.sealed))
      .returning({ cluster: clusterSource.cluster })
    await recordAudit(tx, COMMAND_LINE, { action: 'forgetCredentials', details: { clusters: rows.length } })
    return rows.length
  })
}
