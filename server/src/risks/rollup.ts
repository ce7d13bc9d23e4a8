import { type NewChange, recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import { setting } from '@breakwater/drizzle/tables/access.ts'
import { assetCount, imageUse } from '@breakwater/drizzle/tables/asset.ts'
import { assetRisk, risk, riskCount } from '@breakwater/drizzle/tables/risk.ts'
import { eq, type SQL, sql } from 'drizzle-orm'
import { recountAssetRisks } from './asset-risks.ts'
import { distinctScopes, type RiskScope } from './assign.ts'

/**
 * The counts that lists and totals show, made anew from the rows of one cluster (or registry) by a few set-based statements.
 * Only rows that differ are written, so a recount of what did not change writes nothing.
 */

/** Recounts what a sync changed: assets, images, and what of them is at risk. Called at the end of a sync. */
export async function recountAssets(database: Database, cluster: string): Promise<void> {
  await recountRisks(database, { cluster, registry: '' })
}

/** Recounts what an analysis or a waiver changed. Risks of images count for the clusters that run them. */
export async function recountRisks(database: Database, scope: RiskScope): Promise<void> {
  await database.transaction((tx) => countRisks(tx, scope))
  const clusters = scope.cluster !== '' ? [scope.cluster] : await clustersRunning(database, scope.registry)
  for (const cluster of clusters) await recountCluster(database, cluster)
}

/** Recounts everything, after a setting changed what at risk means. */
export async function recountEverything(database: Database): Promise<void> {
  const scopes = await database.db
    .selectDistinct({ cluster: assetCount.cluster, registry: assetCount.registry })
    .from(assetCount)
    .limit(10_000)
  for (const scope of distinctScopes(scopes)) await recountRisks(database, scope)
}

async function recountCluster(database: Database, cluster: string): Promise<void> {
  const threshold = await atRiskRank(database)
  await recountAssetRisks(database, cluster, threshold)
  await database.transaction((tx) => countImages(tx, cluster))
  await database.transaction((tx) => countAssets(tx, cluster))
}

/** 2 HIGH, 1 MEDIUM, 0 LOW: the lowest priority that puts an asset at risk. */
async function atRiskRank(database: Database): Promise<number> {
  const [row] = await database.db.select().from(setting).where(eq(setting.name, 'risk.atRiskPriority')).limit(1)
  return row?.value === 'LOW' ? 0 : row?.value === 'MEDIUM' ? 1 : 2
}

async function clustersRunning(database: Database, registry: string): Promise<string[]> {
  const rows = await database.db
    .selectDistinct({ cluster: imageUse.cluster })
    .from(imageUse)
    .where(
      sql`${imageUse.image} in (select ${risk.assetId} from ${risk} where ${risk.registry} = ${registry} and ${risk.assetType} = 'Image')`,
    )
    .limit(10_000)
  return rows.map((row) => row.cluster)
}

async function countRisks(tx: Queries, { cluster, registry }: RiskScope): Promise<void> {
  await tx.execute(sql`
    with fresh as (
      select cluster, namespace, registry, kind, severity, priority, waiver is not null as waived, count(*)::int as total
      from ${risk} where cluster = ${cluster} and registry = ${registry} and state = 'OPEN'
      group by 1, 2, 3, 4, 5, 6, 7
    ), gone as (
      delete from ${riskCount} old where old.cluster = ${cluster} and old.registry = ${registry} and not exists (
        select 1 from fresh where (fresh.namespace, fresh.kind, fresh.severity, fresh.priority, fresh.waived)
          = (old.namespace, old.kind, old.severity, old.priority, old.waived))
    )
    insert into ${riskCount} as old (cluster, namespace, registry, kind, severity, priority, waived, total)
    select cluster, namespace, registry, kind, severity, priority, waived, total from fresh
    on conflict (cluster, namespace, registry, kind, severity, priority, waived)
    do update set total = excluded.total where old.total <> excluded.total`)
}

/** The registry of a container's image is part of the grain: a viewer may see one registry and not another. */
async function countImages(tx: Queries, cluster: string): Promise<void> {
  await tx.execute(sql`
    with fresh as (
      select namespace, image_registry as registry, image, min(image_reference) as reference, count(*)::int as containers,
        exists (select 1 from ${assetRisk} a where a.asset_type = 'Image' and a.asset_id = image and a.cluster = ${cluster} and a.at_risk) as at_risk
      from (
        select namespace, image_registry, image_reference, case when image_digest = '' then image_reference else image_digest end as image
        from container where cluster = ${cluster} and present and image_reference <> ''
      ) used group by namespace, image_registry, image
    ), gone as (
      delete from ${imageUse} old where old.cluster = ${cluster} and not exists (
        select 1 from fresh where (fresh.namespace, fresh.registry, fresh.image) = (old.namespace, old.registry, old.image))
    )
    insert into ${imageUse} as old (cluster, namespace, registry, image, reference, containers, at_risk)
    select ${cluster}, namespace, registry, image, reference, containers, at_risk from fresh
    on conflict (cluster, namespace, registry, image) do update
    set reference = excluded.reference, containers = excluded.containers, at_risk = excluded.at_risk
    where (old.reference, old.containers, old.at_risk) is distinct from (excluded.reference, excluded.containers, excluded.at_risk)`)
}

async function countAssets(tx: Queries, cluster: string): Promise<void> {
  const risky = (type: string, id: SQL): SQL =>
    sql`exists (select 1 from ${assetRisk} a where a.asset_type = ${type} and a.asset_id = ${id} and a.cluster = ${cluster} and a.at_risk)`
  const present = sql`cluster = ${cluster} and present`
  const { rows } = await tx.execute<CountDifference>(sql`
    with fresh (namespace, kind, total, at_risk) as (
      select '', 'CLUSTER', 1, (${risky('Cluster', sql`cluster.uid`)})::int from cluster where uid = ${cluster} and state <> 'DELETED'
      union all select '', 'NODE', count(*)::int, count(*) filter (where ${risky('ClusterNode', sql`n.id`)})::int
        from cluster_node n where ${present} having count(*) > 0
      union all select name, 'NAMESPACE', 1, (${risky('Namespace', sql`s.id`)})::int from namespace s where ${present}
      union all select namespace, 'APPLICATION', count(*)::int, count(*) filter (where at_risk)::int from (
        select namespace, application, bool_or(${risky('Workload', sql`w.id`)}) as at_risk
        from workload w where ${present} group by namespace, application) applications group by namespace
      union all select namespace, 'POD', count(*)::int, count(*) filter (where ${risky('Pod', sql`p.id`)})::int
        from pod p where ${present} group by namespace
      union all select namespace, 'CONTAINER', count(*)::int, count(*) filter (where ${risky('Container', sql`c.id`)})::int
        from container c where ${present} group by namespace
      union all select namespace, 'IMAGE', count(distinct image)::int, count(distinct image) filter (where at_risk)::int
        from ${imageUse} where cluster = ${cluster} group by namespace
    ), gone as (
      delete from ${assetCount} old where old.cluster = ${cluster} and old.registry = '' and not exists (
        select 1 from fresh where (fresh.namespace, fresh.kind) = (old.namespace, old.kind))
      returning old.namespace, old.kind, old.total, old.at_risk
    ), before as (
      select namespace, kind, total, at_risk from ${assetCount} where cluster = ${cluster} and registry = ''
    ), written as (
      insert into ${assetCount} as old (cluster, namespace, registry, kind, total, at_risk, updated_at)
      select ${cluster}, namespace, '', kind, total, at_risk, now() from fresh
      on conflict (cluster, namespace, registry, kind) do update
      set total = excluded.total, at_risk = excluded.at_risk, updated_at = excluded.updated_at
      where (old.total, old.at_risk) is distinct from (excluded.total, excluded.at_risk)
      returning old.namespace, old.kind, old.total, old.at_risk
    )
    select w.namespace, w.kind, w.total, w.at_risk, b.total as old_total, b.at_risk as old_at_risk
      from written w left join before b using (namespace, kind)
    union all select namespace, kind, null, null, total, at_risk from gone`)
  const changes = rows.map((row) => difference(cluster, row))
  for (let at = 0; at < changes.length; at += 500) await recordChanges(tx, changes.slice(at, at + 500))
}

interface CountDifference extends Record<string, unknown> {
  readonly namespace: string
  readonly kind: string
  /** Null: the row is gone. */
  readonly total: number | null
  readonly at_risk: number | null
  /** Null: the row is new. */
  readonly old_total: number | null
  readonly old_at_risk: number | null
}

function difference(cluster: string, row: CountDifference): NewChange {
  const operation = row.total === null ? 'REMOVED' : row.old_total === null ? 'ADDED' : 'MODIFIED'
  return {
    type: 'AssetCount',
    node: `${cluster}/${row.namespace}/${row.kind}`,
    operation,
    cluster,
    namespace: row.namespace,
    old: row.old_total === null ? undefined : { total: row.old_total, atRisk: row.old_at_risk },
    new: row.total === null ? undefined : { total: row.total, atRisk: row.at_risk },
  }
}
