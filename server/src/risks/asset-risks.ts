import { setTimeout as pause } from 'node:timers/promises'
import {
  carriesRisks,
  copyRisks,
  lockForRisks,
  RISKY_ROWS,
  rowsWithoutTheirRisks,
} from '@breakwater/drizzle/asset-risks.ts'
import { type NewChange, recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import { assetRisk, risk } from '@breakwater/drizzle/tables/risk.ts'
import { and, eq, inArray, type SQL, sql } from 'drizzle-orm'

type AssetRiskRow = typeof assetRisk.$inferSelect
type Counts = Pick<AssetRiskRow, 'high' | 'medium' | 'low' | 'atRisk'>

/** A row as it should be, all counts 0 for one that should not be there; and what it says now. */
interface Difference extends AssetRiskRow {
  readonly before: Counts
}

/** Each is a row, its change and the asset's own row: a transaction writes three times as many. */
const BATCH = 330
/** Another recount may write between our look and our write; each round sees what the one before left. */
const MOST_ROUNDS = 10
/** Assets of one transaction that get a copy. */
const MOST_COPIED = 1_000
/** What a transaction of somebody else takes. */
const BUSY_MS = 50

/**
 * Makes `asset_risk` of a cluster, and the copy of it that the assets carry, be what its risks say. What differs is looked for first
 * and written in short transactions, then looked for again until nothing does: so of two recounts at the same time the last one
 * looks last. Assets that are being written meanwhile are left: whoever writes them recounts after.
 */
export async function recountAssetRisks(database: Database, cluster: string, threshold: number): Promise<void> {
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const rows = await differing(database, cluster, threshold)
    if (rows.length === 0) break
    let busy = false
    for (let at = 0; at < rows.length; at += BATCH) {
      const batch = rows.slice(at, at + BATCH)
      const left = await database.transaction((tx) => write(tx, cluster, batch))
      busy ||= left > 0
    }
    if (busy) await pause(BUSY_MS)
  }
  await copyToNewRows(database, cluster)
}

/** The rest of what differs is written with its row of `asset_risk`; what is new has none of its own yet. */
async function copyToNewRows(database: Database, cluster: string): Promise<void> {
  for (const type of RISKY_ROWS) {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const ids = await rowsWithoutTheirRisks(database.db, cluster, type, MOST_COPIED)
      if (ids.length === 0) break
      await database.transaction(async (tx) => {
        const busy = await lockForRisks(tx, type, ids)
        await copyRisks(
          tx,
          cluster,
          type,
          ids.filter((id) => !busy.has(id)),
        )
      })
    }
  }
}

async function differing(database: Database, cluster: string, threshold: number): Promise<Difference[]> {
  const { rows } = await database.db.execute<Record<string, unknown> & Difference>(sql`
    with open as (
      select id, asset_type, asset_id, namespace, priority_rank, container from ${risk}
      where state = 'OPEN' and waiver is null and (cluster = ${cluster} or (asset_type = 'Image' and asset_id in (
        select image_digest from container where cluster = ${cluster} and present)))
    ), located as (${located(cluster)}), reached as (${reached(cluster)}), fresh as (
      select asset_type, asset_id, min(namespace collate "C") as namespace,
        count(*) filter (where priority_rank = 2)::int as high,
        count(*) filter (where priority_rank = 1)::int as medium,
        count(*) filter (where priority_rank = 0)::int as low,
        bool_or(priority_rank >= ${threshold}) as at_risk
      from reached group by asset_type, asset_id
    ), old as (
      select asset_type, asset_id, namespace, high, medium, low, at_risk
      from ${assetRisk} where cluster = ${cluster} and registry = ''
    )
    select asset_type as "assetType", asset_id as "assetId", ${cluster} as cluster, '' as registry,
      coalesce(fresh.namespace, old.namespace) as namespace, coalesce(fresh.high, 0) as high,
      coalesce(fresh.medium, 0) as medium, coalesce(fresh.low, 0) as low, coalesce(fresh.at_risk, false) as "atRisk",
      json_build_object('high', coalesce(old.high, 0), 'medium', coalesce(old.medium, 0), 'low', coalesce(old.low, 0),
        'atRisk', coalesce(old.at_risk, false)) as before
    from fresh full join old using (asset_type, asset_id)
    where (fresh.namespace, fresh.high, fresh.medium, fresh.low, fresh.at_risk)
      is distinct from (old.namespace, old.high, old.medium, old.low, old.at_risk)`)
  return rows
}

/** Each risk with all that its asset is in; empty where there is none. */
function located(cluster: string): SQL {
  return sql`
    select r.id, r.priority_rank, c.namespace, c.workload, c.pod, c.id as container, c.node
      from open r join container c on r.asset_type = 'Container' and c.id = r.asset_id
    union all select r.id, r.priority_rank, c.namespace, c.workload, c.pod, c.id, c.node
      from open r join container c on r.asset_type = 'Image' and c.image_digest = r.asset_id and c.cluster = ${cluster} and c.present
    union all select r.id, r.priority_rank, p.namespace, p.workload, p.id, '', p.node
      from open r join pod p on r.asset_type = 'Pod' and p.id = r.asset_id
    union all select r.id, r.priority_rank, r.namespace, r.asset_id, '', '', ''
      from open r where r.asset_type = 'Workload'
    union all select r.id, r.priority_rank, p.namespace, p.workload, p.id, '', p.node
      from open r join pod p on r.asset_type = 'Workload' and r.container = '' and p.workload = r.asset_id and p.present
    union all select r.id, r.priority_rank, c.namespace, c.workload, c.pod, c.id, c.node
      from open r join container c on r.asset_type = 'Workload' and r.container <> '' and c.workload = r.asset_id
        and c.name = r.container and c.present
    union all select r.id, r.priority_rank, '', '', '', '', n.name
      from open r join cluster_node n on r.asset_type = 'ClusterNode' and n.id = r.asset_id
    union all select r.id, r.priority_rank, r.namespace, '', '', '', ''
      from open r where r.asset_type in ('Cluster', 'Namespace', 'Service')`
}

/**
 * A risk counts for its asset and for what that is in: container, pod, workload, namespace, cluster; and a pod's for its node.
 * What is wrong with the template of pods is wrong with each of them.
 * A risk that reaches an asset twice (an image in two containers of a pod) counts once.
 */
function reached(cluster: string): SQL {
  return sql`
    select 'Container' as asset_type, container as asset_id, namespace, id, priority_rank from located where container <> ''
    union select 'Pod', pod, namespace, id, priority_rank from located where pod <> ''
    union select 'Workload', workload, namespace, id, priority_rank from located where workload <> ''
    union select 'ClusterNode', ${`${cluster}/`} || node, '', id, priority_rank from located where node <> ''
    union select 'Namespace', ${`${cluster}/`} || namespace, namespace, id, priority_rank from located where namespace <> ''
    union select 'Service', asset_id, namespace, id, priority_rank from open where asset_type = 'Service'
    union select 'Image', asset_id, '', id, priority_rank from open where asset_type = 'Image'
    union select 'Cluster', ${cluster}, '', id, priority_rank from located`
}

/** Returns how many of the rows were left, for somebody else is writing the asset. */
async function write(tx: Queries, cluster: string, wanted: readonly Difference[]): Promise<number> {
  const rows = await withoutBusy(tx, wanted)
  await recordChanges(tx, rows.map(changeOf))
  await writeRollUp(tx, cluster, rows)
  for (const [type, some] of Map.groupBy(rows, (row) => row.assetType)) {
    if (carriesRisks(type)) await copyRisks(tx, cluster, type, idsOf(some))
  }
  return wanted.length - rows.length
}

async function withoutBusy(tx: Queries, rows: readonly Difference[]): Promise<readonly Difference[]> {
  const free: Difference[] = []
  for (const [type, some] of Map.groupBy(rows, (row) => row.assetType)) {
    const busy = carriesRisks(type) ? await lockForRisks(tx, type, idsOf(some)) : new Set()
    free.push(...some.filter((row) => !busy.has(row.assetId)))
  }
  return free
}

function idsOf(rows: readonly AssetRiskRow[]): string[] {
  return rows.map((row) => row.assetId)
}

async function writeRollUp(tx: Queries, cluster: string, rows: readonly Difference[]): Promise<void> {
  const isGone = (row: AssetRiskRow) => row.high + row.medium + row.low === 0
  for (const [type, gone] of Map.groupBy(rows.filter(isGone), (row) => row.assetType)) {
    await tx
      .delete(assetRisk)
      .where(
        and(eq(assetRisk.cluster, cluster), eq(assetRisk.assetType, type), inArray(assetRisk.assetId, idsOf(gone))),
      )
  }
  const present = rows.filter((row) => !isGone(row)).map(({ before: _, ...row }) => row)
  if (present.length === 0) return
  await tx
    .insert(assetRisk)
    .values(present)
    .onConflictDoUpdate({
      target: [assetRisk.assetType, assetRisk.assetId, assetRisk.cluster, assetRisk.registry],
      set: {
        namespace: sql`excluded.namespace`,
        high: sql`excluded.high`,
        medium: sql`excluded.medium`,
        low: sql`excluded.low`,
        atRisk: sql`excluded.at_risk`,
      },
    })
}

/** What is wrong with an asset is a part of it: who shows the asset is told. */
function changeOf({
  before,
  assetType,
  assetId,
  cluster,
  namespace,
  high,
  medium,
  low,
  atRisk,
}: Difference): NewChange {
  const after: Counts = { high, medium, low, atRisk }
  const names = (['high', 'medium', 'low', 'atRisk'] as const).filter((name) => before[name] !== after[name])
  const pick = (counts: Counts) => Object.fromEntries(names.map((name) => [name, counts[name]]))
  const place = { type: assetType, node: assetId, cluster, namespace }
  return { ...place, operation: 'MODIFIED', old: pick(before), new: pick(after) }
}
