import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import {
  assetCount,
  clusterNode,
  container,
  imageUse,
  namespace,
  pod,
  service,
  workload,
} from '@breakwater/drizzle/tables/asset.ts'
import { cluster, clusterWatch, coverage, kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { checkedObject, checkResult, checkTally, cisState, nodeReport } from '@breakwater/drizzle/tables/posture.ts'
import { analysis, assetRisk, risk, riskCount } from '@breakwater/drizzle/tables/risk.ts'
import { eq, getTableName, sql } from 'drizzle-orm'
import { idsOfObjects } from '../kubernetes/row-ids.ts'
import type { ItemResult, Progress, TaskDefinition } from '../tasks/definition.ts'
import { hideCluster } from './cluster-writes.ts'

const ITEM_TIMEOUT_MS = 30 * 60_000
const ROWS_A_TRANSACTION = 1_000
const MANY_ROWS = 5_000

/** All rows of a cluster, counts first: what is being removed no longer counts. Changes and tasks stay, as history. */
const TABLES = [
  assetCount,
  riskCount,
  assetRisk,
  imageUse,
  risk,
  analysis,
  exposure,
  checkTally,
  checkResult,
  checkedObject,
  cisState,
  nodeReport,
  container,
  pod,
  workload,
  service,
  clusterNode,
  namespace,
  kubernetesObject,
  coverage,
  clusterWatch,
]

/** CLUSTER_REMOVAL: hides the cluster at once, deletes its rows in batches, and itself last. */
export function clusterRemoval({ database }: { readonly database: Database }): TaskDefinition {
  return {
    kind: 'CLUSTER_REMOVAL',
    itemTimeoutMs: ITEM_TIMEOUT_MS,
    concurrency: 1,
    items: async (task) => [
      { targetType: 'Cluster', targetId: task.cluster, targetName: task.target, cluster: task.cluster },
    ],
    async run({ targetId: uid }, progress, signal, task): Promise<ItemResult> {
      if (await isAnother(database, uid, task.createdAt)) return NOTHING
      const act = { by: { actor: task.startedBy || 'task', address: '' }, action: 'removeCluster' }
      await database.transaction((tx) => hideCluster(tx, act, uid))
      const removed = await progress.stage('Deleting', () => deleteRows(database, uid, progress, signal))
      await database.transaction(async (tx) => {
        await tx.delete(cluster).where(eq(cluster.uid, uid))
        // The cluster was told to be gone when it was hidden; now its part of the totals is as well.
        await recordChanges(tx, [{ type: 'AssetCount', node: `${uid}//CLUSTER`, operation: 'REMOVED', cluster: uid }])
      })
      return { ...NOTHING, removed }
    },
  }
}

const NOTHING: ItemResult = { added: 0, modified: 0, removed: 0, assetsFound: 0 }

/** The cluster was connected anew after this removal was asked for: an old task that is tried again must not remove it. */
async function isAnother({ db }: Database, uid: string, askedAt: Date): Promise<boolean> {
  const [row] = await db.select({ connectedAt: cluster.connectedAt }).from(cluster).where(eq(cluster.uid, uid))
  return row !== undefined && row.connectedAt > askedAt
}

async function deleteRows(database: Database, uid: string, progress: Progress, signal: AbortSignal): Promise<number> {
  let removed = 0
  for (const [i, table] of TABLES.entries()) {
    progress.report(i / TABLES.length)
    let ofTable = 0
    for (let deleted = ROWS_A_TRANSACTION; deleted === ROWS_A_TRANSACTION; ) {
      signal.throwIfAborted()
      deleted = await deleteSome(database, table, uid)
      ofTable += deleted
    }
    removed += ofTable
    if (ofTable > MANY_ROWS && database.kind === 'embedded') await database.pool.query(`vacuum ${getTableName(table)}`)
  }
  return removed
}

async function deleteSome(database: Database, table: (typeof TABLES)[number], uid: string): Promise<number> {
  const name = sql.identifier(getTableName(table))
  const [after, before] = idsOfObjects(uid)
  // Objects have no index on their cluster beside that on their ids.
  const ofCluster = table === kubernetesObject ? sql`id > ${after} and id < ${before}` : sql`cluster = ${uid}`
  return database.transaction(async (tx) => {
    const result = await tx.execute<Record<string, never>>(
      sql`delete from ${name} where ctid in (select ctid from ${name} where ${ofCluster} limit ${ROWS_A_TRANSACTION})`,
    )
    return result.rowCount ?? 0
  })
}
