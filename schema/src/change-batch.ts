import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import type { Context } from './context.ts'
import { decodeId, decodeIdsOf } from './ids.ts'
import type { ScopeShape } from './lists/scope-input.ts'
import type { ChangeBatchRows, ChangeRow } from './services.ts'
import { anyOf, CLUSTER_WIDE_TYPES, sees } from './visible.ts'

/** A change with its place in the stream. */
export interface ChangeShape {
  readonly row: ChangeRow
  readonly cursor: string
}

export interface ChangeBatchShape {
  readonly changes: readonly ChangeShape[]
  readonly cursor: string
  readonly resync: boolean
  readonly hasMore: boolean
}

export interface ChangeFilterShape {
  readonly types?: readonly string[] | null | undefined
  readonly nodeIds?: readonly string[] | null | undefined
  readonly scope?: ScopeShape | null | undefined
}

/** What of a batch the viewer may see and `filter` asks for. */
export async function changedBatch(
  context: Context,
  batch: ChangeBatchRows,
  filter: ChangeFilterShape | null | undefined,
): Promise<ChangeBatchShape> {
  const wanted = await changeFilter(context, filter)
  const { changes } = context.services
  return {
    changes: batch.rows.filter(wanted).map((row) => ({ row, cursor: changes.cursorOf(row) })),
    cursor: batch.cursor,
    resync: batch.resync,
    hasMore: batch.hasMore,
  }
}

/** Whether the viewer may see a change: the twin of `visibleTo` for rows of the outbox. */
export function seesChange(context: Context, row: ChangeRow): boolean {
  // Region groups and what else belongs to no place is for everybody; it has no row in any scope.
  if (UNSCOPED_TYPES.includes(row.type)) return true
  return sees(context.viewer, row, CLUSTER_WIDE_TYPES.includes(row.type))
}

/** Types whose rows belong to no cluster and no registry, and are seen by all. */
const UNSCOPED_TYPES: readonly string[] = ['RegionGroup', 'SavedView', 'Setting', 'Schedule']

/** The filter as a test of one change. Throws a GraphQLError for ids that are none. Reads which clusters are in its regions. */
export async function changeFilter(
  context: Context,
  filter: ChangeFilterShape | null | undefined,
): Promise<(row: ChangeRow) => boolean> {
  const types = filter?.types && new Set(filter.types)
  const nodes = filter?.nodeIds && new Set(filter.nodeIds.map((id) => nodeKey(decodeId(id))))
  const clusters = await clustersOf(context, filter?.scope)
  const namespaces = filter?.scope?.namespaces
  const registries = filter?.scope?.registries
  return (row) =>
    seesChange(context, row) &&
    (!types || types.has(row.type)) &&
    (!nodes || nodes.has(nodeKey({ type: row.type, key: row.node }))) &&
    (!clusters || clusters.has(row.cluster)) &&
    // What a kind does not have does not narrow it, as in lists.
    (!namespaces || row.namespace === '' || namespaces.includes(row.namespace)) &&
    (!registries || row.registry === '' || registries.includes(row.registry))
}

function nodeKey({ type, key }: { readonly type: string; readonly key: string }): string {
  return `${type}:${key}`
}

async function clustersOf(context: Context, scope: ScopeShape | null | undefined): Promise<Set<string> | undefined> {
  const named = decodeIdsOf('Cluster', scope?.clusters)
  if (!scope?.regions) return named && new Set(named)
  const rows = await context.database.db
    .select({ uid: cluster.uid })
    .from(cluster)
    .where(anyOf(cluster.region, scope.regions))
    .limit(MAX_CLUSTERS)
  const inRegions = rows.map((row) => row.uid)
  return new Set(named ? inRegions.filter((uid) => named.includes(uid)) : inRegions)
}

/** Clusters that one installation has at most, with room to spare. */
const MAX_CLUSTERS = 10_000
