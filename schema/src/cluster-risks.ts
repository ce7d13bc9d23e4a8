import { assetRisk } from '@breakwater/drizzle/tables/risk.ts'
import { and, type Column, eq, type SQL, sql } from 'drizzle-orm'
import type { Viewer } from './viewer.ts'
import { anyOf, seesPartsOnly, visibleTo } from './visible.ts'

/**
 * The risk roll-up of clusters as a viewer sees it. A cluster's own row counts all that is in it; for who sees only some of its
 * namespaces it is the sum of what each of these counts.
 */

type AssetRiskRow = typeof assetRisk.$inferSelect

/** Rows of the roll-up that make up what the viewer is told of clusters. */
export function clusterRiskRows(viewer: Viewer): SQL | undefined {
  if (!seesPartsOnly(viewer)) return eq(assetRisk.assetType, 'Cluster')
  return and(eq(assetRisk.assetType, 'Namespace'), visibleTo(viewer, assetRisk))
}

/** The roll-up of some clusters, as rows of `asset_risk`. */
export function clusterRisksOf(viewer: Viewer, uids: readonly string[]): SQL {
  return sql`select ${assetRisk.cluster} as "assetId", ${SUMS} from ${assetRisk}
    where ${and(anyOf(assetRisk.cluster, uids), clusterRiskRows(viewer))} group by ${assetRisk.cluster} limit ${uids.length}`
}

/** What `clusterRisksOf` reads. */
export type ClusterRisk = Pick<AssetRiskRow, 'assetId' | 'high' | 'medium' | 'low' | 'atRisk'>

const SUMS = sql`sum(${assetRisk.high})::int as high, sum(${assetRisk.medium})::int as medium,
  sum(${assetRisk.low})::int as low, bool_or(${assetRisk.atRisk}) as "atRisk"`

/** Whether something that the viewer sees of the cluster whose uid stands in `uid` is at risk. */
export function clusterAtRisk(viewer: Viewer, uid: Column): SQL {
  const rows = and(clusterRiskRows(viewer), sql`${assetRisk.cluster} = ${uid}`, assetRisk.atRisk)
  return sql`exists (select 1 from ${assetRisk} where ${rows})`
}
