import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import type { Context } from './context.ts'
import { decodeId, decodeIdsOf } from './ids.ts'
import type { ScopeShape } from './lists/scope-input.ts'
import type { ChangeBatchRows, ChangeRow } from './services.ts'
import type { Viewer } from './viewer.ts'
import { anyOf, CLUSTER_WIDE_TYPES, sees, seesPartsOnly, sightOf } from './visible.ts'

export interface ChangeBatchShape {
  readonly changes: readonly ChangeRow[]
  readonly cursor: string
  readonly resync: boolean
  readonly hasMore: boolean
}

export interface ChangeFilterShape {
  readonly types?: readonly string[] | null | undefined
  readonly nodeIds?: readonly string[] | null | undefined
  readonly scope?: ScopeShape | null | undefined
}

/** What is read at most to find what a viewer sees: pages of 1,000 changes. */
const MOST_PAGES = 20
const PAGE = 1_000

/**
 * At most `limit` changes after a cursor that the viewer may see. What they may not see is neither counted nor told to be
 * there: who sees a part of it gets the next changes of their own, however much happened in between.
 */
export async function readChanges(
  { viewer, services: { changes } }: Context,
  after: string | undefined,
  limit: number,
): Promise<ChangeBatchRows> {
  if (!sightOf(viewer)) return changes.read(after, limit)
  const seen: ChangeRow[] = []
  for (let [cursor, pages] = [after, 1]; ; pages++) {
    const page = await changes.read(cursor, PAGE)
    seen.push(...page.rows.filter((row) => seesChange(viewer, row)))
    const rows = seen.slice(0, limit)
    const last = rows.at(-1)
    if (last && seen.length > limit) return { rows, cursor: changes.cursorOf(last), resync: false, hasMore: true }
    if (!page.hasMore || pages === MOST_PAGES) return { ...page, rows }
    cursor = page.cursor
  }
}

/**
 * What of a batch the viewer may see and `filter` asks for. For who sees a part only, the batch ends with the last of it:
 * whether others follow that they do not see is not theirs to know.
 */
export async function changedBatch(
  context: Context,
  batch: ChangeBatchRows,
  filter: ChangeFilterShape | null | undefined,
): Promise<ChangeBatchShape> {
  const wanted = await changeFilter(context, filter)
  const { viewer, services } = context
  const changes = batch.rows.filter(wanted)
  const last = sightOf(viewer) ? changes.at(-1) : undefined
  return {
    changes: changes.map((row) => seenPart(viewer, row)),
    cursor: last ? services.changes.cursorOf(last) : batch.cursor,
    resync: batch.resync,
    hasMore: batch.hasMore,
  }
}

/** Whether the viewer may see a change: the twin of `visibleTo` for rows of the outbox. What belongs to no place is in no scope. */
export function seesChange(viewer: Viewer, row: ChangeRow): boolean {
  const clusterWide = CLUSTER_WIDE_TYPES.includes(row.type)
  return sees(viewer, row, clusterWide) && !(clusterWide && isOfCountsOnly(viewer, row))
}

/** Fields of what is seen by whoever sees something of a cluster that are counted over all of it. */
const COUNTED: readonly string[] = ['high', 'medium', 'low', 'atRisk', 'objects']

/** Whether only numbers have changed that the viewer is not told: then nothing has happened for them. */
function isOfCountsOnly(viewer: Viewer, row: ChangeRow): boolean {
  if (!seesPartsOnly(viewer) || row.operation !== 'MODIFIED') return false
  const fields = Object.keys({ ...row.old, ...row.new })
  return fields.length > 0 && fields.every((field) => COUNTED.includes(field))
}

function seenPart(viewer: Viewer, row: ChangeRow): ChangeRow {
  if (!seesPartsOnly(viewer) || !CLUSTER_WIDE_TYPES.includes(row.type)) return row
  return { ...row, old: withoutCounts(row.old), new: withoutCounts(row.new) }
}

function withoutCounts(fields: Record<string, unknown> | null): Record<string, unknown> | null {
  return fields && Object.fromEntries(Object.entries(fields).filter(([name]) => !COUNTED.includes(name)))
}

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
    seesChange(context.viewer, row) &&
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
