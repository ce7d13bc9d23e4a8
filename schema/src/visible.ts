import { regionGroup } from '@breakwater/drizzle/tables/access.ts'
import { cluster, clusterWatch, coverage } from '@breakwater/drizzle/tables/cluster.ts'
import { and, type Column, eq, ne, or, type SQL, sql } from 'drizzle-orm'
import type { Viewer, ViewerScope } from './viewer.ts'

/** A table whose rows say where they belong. */
export interface ScopedTable {
  readonly cluster: Column
  readonly namespace: Column
  readonly registry: Column
}

/** Where a row belongs; empty strings where it does not apply. */
export interface RowScope {
  readonly cluster: string
  readonly namespace: string
  readonly registry: string
}

/**
 * Which rows of `table` the viewer may see, as a condition; undefined: all of them. Everything that leaves the server
 * passes here, or its twin in memory `sees`.
 *
 * Administrators, and viewers without a scope, see all. Of a scope, each dimension that is given must hold:
 * a row of a cluster is seen when its cluster and its namespace are within it, a row of a registry when its registry is.
 * So a scope of namespaces hides what belongs to none, such as nodes; the cluster itself and its coverage are seen by
 * whoever sees something in it. A row of neither, such as a task over all clusters, is hidden from a scope.
 */
export function visibleTo(viewer: Viewer, table: ScopedTable | typeof cluster): SQL | undefined {
  const scope = limits(viewer)
  if (!scope) return undefined
  if (table === cluster) return ofCluster(scope, cluster.uid, undefined)
  const { cluster: inCluster, namespace, registry } = table as ScopedTable
  return or(
    and(ne(inCluster, ''), ofCluster(scope, inCluster, isClusterWide(table as ScopedTable) ? undefined : namespace)),
    and(eq(inCluster, ''), scope.registries ? anyOf(registry, scope.registries) : sql`false`),
  )
}

/** Whether the viewer has a scope: what belongs to no cluster and no registry is not for them. */
export function isScoped(viewer: Viewer): boolean {
  return limits(viewer) !== undefined
}

/** Whether the viewer sees less than all of a cluster that they see: then what is counted over all of it is not theirs. */
export function seesPartsOnly(viewer: Viewer): boolean {
  return limits(viewer)?.namespaces !== undefined
}

/** Of groups of regions, those that a cluster which the viewer sees is in. */
export function visibleRegionGroups(viewer: Viewer): SQL | undefined {
  if (!isScoped(viewer)) return undefined
  const here = and(sql`${cluster.region} = any(${regionGroup.regions})`, visibleTo(viewer, cluster))
  return sql`exists (select 1 from ${cluster} where ${here})`
}

/** Only administrators. */
export function forAdministrators(viewer: Viewer): SQL | undefined {
  return viewer.role === 'ADMINISTRATOR' ? undefined : sql`false`
}

/** The same decision for a row in memory. `clusterWide`: the row is a cluster or says something about all of it. */
export function sees(viewer: Viewer, row: RowScope, clusterWide = false): boolean {
  const scope = limits(viewer)
  if (!scope) return true
  if (row.cluster === '') return scope.registries?.includes(row.registry) ?? false
  if (!scope.clusters && !scope.namespaces) return false
  if (scope.clusters && !scope.clusters.includes(row.cluster)) return false
  return clusterWide || !scope.namespaces || scope.namespaces.includes(row.namespace)
}

/** What decides what a viewer sees: viewers with equal ones see the same. Null: everything. */
export function sightOf(viewer: Viewer): ViewerScope | null {
  return limits(viewer) ?? null
}

/** GraphQL types whose rows are seen by whoever sees something in their cluster. */
export const CLUSTER_WIDE_TYPES: readonly string[] = ['Cluster', 'Coverage']

/** `column = any(values)`: one parameter, whatever the number of values, and no row for none. */
export function anyOf(column: Column | SQL, values: readonly string[]): SQL {
  return sql`${column} = any(${sql.param([...values])}::text[])`
}

function limits(viewer: Viewer): ViewerScope | undefined {
  if (viewer.role === 'ADMINISTRATOR' || !viewer.scope) return undefined
  const { clusters, namespaces, registries } = viewer.scope
  return clusters || namespaces || registries ? viewer.scope : undefined
}

function ofCluster(scope: ViewerScope, uid: Column, namespace: Column | undefined): SQL | undefined {
  if (!scope.clusters && !scope.namespaces) return sql`false`
  return and(
    scope.clusters ? anyOf(uid, scope.clusters) : undefined,
    scope.namespaces && namespace ? anyOf(namespace, scope.namespaces) : undefined,
  )
}

function isClusterWide(table: ScopedTable): boolean {
  const known: unknown = table
  return known === coverage || known === clusterWatch
}
