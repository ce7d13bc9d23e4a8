import { ASSET_KINDS, assetCount, imageUse } from '@breakwater/drizzle/tables/asset.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import DataLoader from 'dataloader'
import { and, type Column, eq, inArray, ne, or, type SQL, sql } from 'drizzle-orm'
import { clusterAtRisk } from './cluster-risks.ts'
import type { Context } from './context.ts'
import { type ScopeShape, withinScope } from './lists/scope-input.ts'
import { loadersOf } from './loaders.ts'
import { looksAt, wasLookedAt } from './looked-at.ts'
import type { AssetTypeName, RiskKindName } from './risk-summary.ts'
import { anyOf, visibleTo } from './visible.ts'

export type AssetKindName = (typeof ASSET_KINDS)[number]

/** How many assets of a kind there are, and how many of them are at risk. */
export interface AssetCountShape {
  readonly kind: AssetKindName
  readonly total: number
  /** Null until something was analyzed. */
  readonly atRisk: number | null
  readonly analyzedClusters: number
  readonly clusters: number
  /** Why `atRisk` is null or not the whole truth. */
  readonly notAnalyzedReason: string | null
}

/** Kinds that a cluster and a namespace contain. */
export const KINDS_OF_CLUSTER = ['NODE', 'NAMESPACE', 'APPLICATION', 'POD', 'CONTAINER', 'IMAGE'] as const
export const KINDS_OF_NAMESPACE = ['APPLICATION', 'POD', 'CONTAINER', 'IMAGE'] as const

interface Totals {
  readonly total: number
  readonly atRisk: number
}

interface Analyzed {
  readonly clusters: number
  /** Those where something has looked at assets of the kind. */
  readonly analyzed: Readonly<Record<AssetKindName, number>>
}

/** The seven kinds within `scope`, from the roll-ups. */
export async function countAssets(context: Context, scope: ScopeShape | null | undefined): Promise<AssetCountShape[]> {
  const [clusters, summed, images] = await Promise.all([
    countClusters(context, scope),
    sumByKind(context, scope),
    countImages(context, scope),
  ])
  const totals = new Map<AssetKindName, Totals>([...summed, ['CLUSTER', clusters], ['IMAGE', images]])
  if (scope?.registries)
    totals.set('CONTAINER', { total: images.containers, atRisk: summed.get('CONTAINER')?.atRisk ?? 0 })
  return ASSET_KINDS.map((kind) => described(kind, totals.get(kind), clusters))
}

/** What one cluster contains; the clusters of a page are counted at once. */
export async function countsOfCluster(context: Context, uid: string): Promise<AssetCountShape[]> {
  const loader = loadersOf(context).keyed('counts of clusters', true, () => clusterCounts(context))
  const [totals, analyses] = await Promise.all([loader.load(uid), loadersOf(context).analyses.load(uid)])
  return KINDS_OF_CLUSTER.map((kind) => described(kind, totals.get(kind), oneCluster(analyses)))
}

/** What one namespace contains; the namespaces of a page are counted at once. */
export async function countsOfNamespace(context: Context, uid: string, name: string): Promise<AssetCountShape[]> {
  const loader = loadersOf(context).keyed('counts of namespaces', true, () => namespaceCounts(context))
  const [totals, analyses] = await Promise.all([loader.load([uid, name]), loadersOf(context).analyses.load(uid)])
  return KINDS_OF_NAMESPACE.map((kind) => described(kind, totals.get(kind), oneCluster(analyses)))
}

const TYPES = {
  CLUSTER: 'Cluster',
  NODE: 'ClusterNode',
  NAMESPACE: 'Namespace',
  APPLICATION: 'Workload',
  POD: 'Pod',
  CONTAINER: 'Container',
  IMAGE: 'Image',
} as const satisfies Record<AssetKindName, AssetTypeName>

function byKind<T>(of: (type: AssetTypeName) => T): Record<AssetKindName, T> {
  return Object.fromEntries(ASSET_KINDS.map((kind) => [kind, of(TYPES[kind])])) as Record<AssetKindName, T>
}

function described(kind: AssetKindName, totals: Totals | undefined, of: Analyzed): AssetCountShape {
  const { clusters } = of
  const analyzed = of.analyzed[kind]
  return {
    kind,
    total: totals?.total ?? 0,
    atRisk: analyzed === 0 ? null : (totals?.atRisk ?? 0),
    analyzedClusters: analyzed,
    clusters,
    notAnalyzedReason: reason(clusters, analyzed),
  }
}

function reason(clusters: number, analyzed: number): string | null {
  if (clusters === 0) return 'No cluster is connected.'
  if (analyzed === clusters) return null
  if (analyzed > 0) return `${analyzed} of ${clusters} clusters analyzed`
  return clusters === 1 ? 'This cluster has not been analyzed yet.' : 'No cluster has been analyzed yet.'
}

function oneCluster(analyses: readonly { readonly kind: RiskKindName }[]): Analyzed {
  return { clusters: 1, analyzed: byKind((type) => (analyses.some(({ kind }) => looksAt(kind, type)) ? 1 : 0)) }
}

async function countClusters(context: Context, scope: ScopeShape | null | undefined): Promise<Totals & Analyzed> {
  const risky = clusterAtRisk(context.viewer, cluster.uid)
  const [row] = await context.database.db
    .select({
      total: sql<number>`count(*)`.mapWith(Number),
      atRisk: sql<number>`count(*) filter (where ${risky})`.mapWith(Number),
      ...byKind((type) => sql<number>`count(*) filter (where ${wasLookedAt(type, cluster.uid)})`.mapWith(Number)),
    })
    .from(cluster)
    .where(and(visibleTo(context.viewer, cluster), withinScope(scope, { cluster: cluster.uid }), connected))
    .limit(1)
  const { total = 0, atRisk = 0 } = row ?? {}
  return { total, atRisk, clusters: total, analyzed: row ?? byKind(() => 0) }
}

async function sumByKind(context: Context, scope: ScopeShape | null | undefined) {
  const narrowed = withinScope(scope, { cluster: assetCount.cluster, namespace: assetCount.namespace })
  const withoutNamespace = withinScope(scope, { cluster: assetCount.cluster })
  const rows = await context.database.db
    .select({ kind: assetCount.kind, ...SUMS })
    .from(assetCount)
    .where(
      and(
        visibleTo(context.viewer, assetCount),
        // Nodes are in no namespace, so one does not narrow them.
        or(
          and(eq(assetCount.kind, 'NODE'), withoutNamespace),
          and(inArray(assetCount.kind, ['NAMESPACE', 'APPLICATION', 'POD', 'CONTAINER']), narrowed),
        ),
        inConnectedCluster(assetCount.cluster),
      ),
    )
    .groupBy(assetCount.kind)
    .limit(ASSET_KINDS.length)
  return new Map<AssetKindName, Totals>(rows.map((row) => [row.kind, row]))
}

/**
 * One image in two namespaces is one image, so images are counted and not summed. They are grouped first: PostgreSQL sorts for
 * `count(distinct …)`, which takes more than twice as long.
 */
async function countImages(context: Context, scope: ScopeShape | null | undefined) {
  const each = context.database.db
    .select({
      image: imageUse.image,
      containers: sql<number>`sum(${imageUse.containers})`.as('containers'),
      atRisk: sql<boolean>`bool_or(${imageUse.atRisk})`.as('at_risk'),
    })
    .from(imageUse)
    .where(and(visibleTo(context.viewer, imageUse), withinScope(scope, imageUse), inConnectedCluster(imageUse.cluster)))
    .groupBy(imageUse.image)
    .as('each')
  const [row] = await context.database.db
    .select({
      total: sql<number>`count(*)`.mapWith(Number),
      atRisk: sql<number>`count(*) filter (where ${each.atRisk})`.mapWith(Number),
      containers: sql<number>`coalesce(sum(${each.containers}), 0)`.mapWith(Number),
    })
    .from(each)
    .limit(1)
  return { total: row?.total ?? 0, atRisk: row?.atRisk ?? 0, containers: row?.containers ?? 0 }
}

function clusterCounts(context: Context) {
  return new DataLoader<string, ReadonlyMap<string, Totals>>(async (uids) => {
    const [rows, images] = await Promise.all([
      context.database.db
        .select({ cluster: assetCount.cluster, kind: assetCount.kind, ...SUMS })
        .from(assetCount)
        .where(and(visibleTo(context.viewer, assetCount), anyOf(assetCount.cluster, uids)))
        .groupBy(assetCount.cluster, assetCount.kind)
        .limit(uids.length * ASSET_KINDS.length),
      context.database.db
        .select({ cluster: imageUse.cluster, ...DISTINCT_IMAGES })
        .from(imageUse)
        .where(and(visibleTo(context.viewer, imageUse), anyOf(imageUse.cluster, uids)))
        .groupBy(imageUse.cluster)
        .limit(uids.length),
    ])
    return uids.map((uid) => {
      const own = rows.filter((row) => row.cluster === uid).map((row) => [row.kind, row] as const)
      return new Map<string, Totals>([...own, ...imageEntry(images.find((row) => row.cluster === uid))])
    })
  })
}

function namespaceCounts(context: Context) {
  const load = async (keys: readonly (readonly [uid: string, name: string])[]) => {
    const places = (table: typeof assetCount | typeof imageUse): SQL =>
      sql`(${table.cluster}, ${table.namespace}) in (select * from unnest(${sql.param(keys.map(([uid]) => uid))}::text[], ${sql.param(keys.map(([, name]) => name))}::text[]))`
    const [rows, images] = await Promise.all([
      context.database.db
        .select({ cluster: assetCount.cluster, namespace: assetCount.namespace, kind: assetCount.kind, ...SUMS })
        .from(assetCount)
        .where(and(visibleTo(context.viewer, assetCount), places(assetCount)))
        .groupBy(assetCount.cluster, assetCount.namespace, assetCount.kind)
        .limit(keys.length * ASSET_KINDS.length),
      context.database.db
        .select({ cluster: imageUse.cluster, namespace: imageUse.namespace, ...DISTINCT_IMAGES })
        .from(imageUse)
        .where(and(visibleTo(context.viewer, imageUse), places(imageUse)))
        .groupBy(imageUse.cluster, imageUse.namespace)
        .limit(keys.length),
    ])
    return keys.map(([uid, name]) => {
      const isHere = (row: { readonly cluster: string; readonly namespace: string }) =>
        row.cluster === uid && row.namespace === name
      const own = rows.filter(isHere).map((row) => [row.kind, row] as const)
      return new Map<string, Totals>([...own, ...imageEntry(images.find(isHere))])
    })
  }
  return new DataLoader<readonly [uid: string, name: string], ReadonlyMap<string, Totals>, string>(load, {
    cacheKeyFn: JSON.stringify,
  })
}

function imageEntry(totals: Totals | undefined): [string, Totals][] {
  return totals ? [['IMAGE', totals]] : []
}

const SUMS = {
  total: sql<number>`coalesce(sum(${assetCount.total}), 0)`.mapWith(Number),
  atRisk: sql<number>`coalesce(sum(${assetCount.atRisk}), 0)`.mapWith(Number),
}

/** One image in two namespaces is one image, so images are counted and not summed. */
const DISTINCT_IMAGES = {
  total: sql<number>`count(distinct ${imageUse.image})`.mapWith(Number),
  atRisk: sql<number>`count(distinct ${imageUse.image}) filter (where ${imageUse.atRisk})`.mapWith(Number),
}

/** One that is being removed counts no more. */
const connected = ne(cluster.state, 'DELETED')

/** A cluster's own row is the last of it to go, so what is in none that is being removed is in one that is connected: one join less. */
function inConnectedCluster(uid: Column): SQL {
  return sql`${uid} not in (select ${cluster.uid} from ${cluster} where not ${connected})`
}
