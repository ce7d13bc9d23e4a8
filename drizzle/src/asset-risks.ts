import { type SQL, sql } from 'drizzle-orm'
import type { Queries } from './database.ts'
import { clusterNode, container, namespace, pod, service, workload } from './tables/asset.ts'
import { type ASSET_TYPES, assetRisk } from './tables/risk.ts'

type AssetType = (typeof ASSET_TYPES)[number]

/** The tables whose rows carry a copy of their row of `asset_risk`, by the GraphQL type of the rows. */
const TABLES = {
  Namespace: namespace,
  ClusterNode: clusterNode,
  Workload: workload,
  Pod: pod,
  Container: container,
  Service: service,
} as const

export const RISKY_ROWS = Object.keys(TABLES) as readonly RiskyRow[]
export type RiskyRow = keyof typeof TABLES

/** Whether rows of `type` carry their risks. */
export function carriesRisks(type: AssetType): type is RiskyRow {
  return type in TABLES
}

/**
 * Locks rows of a cluster that are to get other risks. Returns those that somebody else is writing: they are not waited for, since a
 * sync locks its rows in another order than we do, and each would wait for the other.
 */
export async function lockForRisks(tx: Queries, type: RiskyRow, ids: readonly string[]): Promise<ReadonlySet<string>> {
  const table = TABLES[type]
  const wanted = anyId(ids)
  const { rows } = await tx.execute<{ id: string }>(sql`
    with locked as (select id from ${table} where id = ${wanted} for no key update skip locked)
    select id from ${table} where id = ${wanted} and id not in (select id from locked) limit ${ids.length}`)
  return new Set(rows.map((row) => row.id))
}

/** Makes the rows `ids` of a cluster say what `asset_risk` says of them, in the transaction that wrote it. Their number has no bound of its own. */
export async function copyRisks(tx: Queries, cluster: string, type: RiskyRow, ids: readonly string[]): Promise<void> {
  await tx.execute(sql`
    update ${TABLES[type]} as asset set risk_high = coalesce(told.high, 0), risk_medium = coalesce(told.medium, 0),
      risk_low = coalesce(told.low, 0), at_risk = coalesce(told.at_risk, false)
    from unnest(${sql.param([...ids])}::text[]) as wanted(id)
    left join ${assetRisk} as told on ${ofRow(cluster, type, sql`wanted.id`)}
    where asset.id = wanted.id`)
}

/** Ids of rows that came after their row of `asset_risk`, such as a pod whose risks were known before it: they do not say what it says. */
export async function rowsWithoutTheirRisks(
  db: Queries,
  cluster: string,
  type: RiskyRow,
  most: number,
): Promise<string[]> {
  const { rows } = await db.execute<{ id: string }>(sql`
    select asset.id from ${assetRisk} as told join ${TABLES[type]} as asset on ${ofRow(cluster, type, sql`asset.id`)}
    where (asset.risk_high, asset.risk_medium, asset.risk_low, asset.at_risk) is distinct from (told.high, told.medium, told.low, told.at_risk)
    limit ${most}`)
  return rows.map((row) => row.id)
}

function ofRow(cluster: string, type: RiskyRow, id: SQL): SQL {
  return sql`told.asset_type = ${type} and told.asset_id = ${id} and told.cluster = ${cluster} and told.registry = ''`
}

function anyId(ids: readonly string[]): SQL {
  return sql`any(${sql.param([...ids])}::text[])`
}
