import { clusterNode, workload } from '@breakwater/drizzle/tables/asset.ts'
import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { and, asc, eq, gt, inArray, type SQL } from 'drizzle-orm'
import type { WorkloadRow } from '../normalize/asset-row.ts'
import { countsOf } from '../normalize/workload.ts'
import { workloadState } from '../normalize/workload-state.ts'
import { type AssetWrite, writeAssetRows } from './asset-writes.ts'
import { isDeclaredOnly } from './declared-containers.ts'
import { objectIdOfWorkload } from './object-assets.ts'
import type { Sync } from './sync.ts'

type StoredWorkload = typeof workload.$inferSelect
type StoredNode = typeof clusterNode.$inferSelect

const ROWS_A_READ = 1_000

export interface RollUp {
  /** Whether nothing failed of what owns pods: only then a workload can be told to be gone. */
  readonly ownersComplete: boolean
  /** Whether the source holds pods at all. */
  readonly podsRead: boolean
}

/**
 * Counts the pods of workloads and nodes onto their rows, and ends workloads that were known by their pods only and have none any
 * more. To be called when the listing of pods is complete. Rows that agree are not written.
 */
export async function rollUpPods(sync: Sync, rollUp: RollUp): Promise<void> {
  await rollUpWorkloads(sync, rollUp)
  await rollUpNodes(sync)
}

/** The same for some workloads and nodes, when single objects changed: ids of workloads, names of nodes. */
export async function rollUpSome(
  sync: Sync,
  workloads: ReadonlySet<string>,
  nodes: ReadonlySet<string>,
): Promise<void> {
  const derived = sync.picture.derivedWorkloads
  for (const ids of chunks([...workloads])) {
    await rollUpRows(sync, await workloadsOf(sync, inArray(workload.id, ids)), derived, ALL_IS_READ)
  }
  for (const names of chunks([...nodes])) {
    await writeNodes(sync, await nodesOf(sync, inArray(clusterNode.name, names)))
  }
}

const ALL_IS_READ: RollUp = { ownersComplete: true, podsRead: true }

function chunks<T>(all: readonly T[]): T[][] {
  return Array.from({ length: Math.ceil(all.length / ROWS_A_READ) }, (_, i) =>
    all.slice(i * ROWS_A_READ, (i + 1) * ROWS_A_READ),
  )
}

async function rollUpWorkloads(sync: Sync, rollUp: RollUp): Promise<void> {
  const derived = sync.picture.derivedWorkloads
  for (let after = ''; ; ) {
    sync.signal.throwIfAborted()
    const rows = await workloadsOf(sync, gt(workload.id, after))
    const last = rows.at(-1)
    if (!last) return
    after = last.id
    await rollUpRows(sync, rows, derived, rollUp)
    if (rows.length < ROWS_A_READ) return
  }
}

async function rollUpRows(
  sync: Sync,
  rows: readonly StoredWorkload[],
  derived: ReadonlySet<string>,
  { ownersComplete, podsRead }: RollUp,
): Promise<void> {
  const orphans = rows.filter(({ id }) => !sync.picture.declared(id) && !derived.has(id))
  const gone = ownersComplete ? await withoutObject(sync, orphans) : new Set<string>()
  const writes = rows.map((row): AssetWrite => {
    const after = gone.has(row.id) ? undefined : counted(sync, row, derived, podsRead)
    return { type: 'Workload', before: row, after }
  })
  await writeAssetRows(sync, writes.filter(differs), sync.startedAt)
  for (const id of gone) sync.picture.presentWorkloads.delete(id)
}

/** At most 1,000. */
function workloadsOf({ database, cluster }: Sync, which: SQL): Promise<StoredWorkload[]> {
  return database.db
    .select()
    .from(workload)
    .where(and(eq(workload.cluster, cluster), which, eq(workload.present, true)))
    .orderBy(asc(workload.id))
    .limit(ROWS_A_READ)
}

/** Those of the workloads that no present object stands behind: what a kind that could not be read holds is not gone. */
async function withoutObject({ database }: Sync, rows: readonly StoredWorkload[]): Promise<Set<string>> {
  const idOfObject = new Map(rows.map((row) => [objectIdOfWorkload(row), row.id]))
  if (idOfObject.size === 0) return new Set()
  const present = await database.db
    .select({ id: kubernetesObject.id })
    .from(kubernetesObject)
    .where(and(inArray(kubernetesObject.id, [...idOfObject.keys()]), eq(kubernetesObject.present, true)))
  for (const { id } of present) idOfObject.delete(id)
  return new Set(idOfObject.values())
}

function counted(sync: Sync, row: StoredWorkload, derived: ReadonlySet<string>, podsRead: boolean): WorkloadRow {
  const sum = sync.picture.sumOf(row.id)
  const facts = sync.picture.declared(row.id)
  if (facts) {
    const { containers, ready } = isDeclaredOnly(sync, facts, podsRead)
      ? { containers: row.containers, ready: facts.ready }
      : sum
    const state = workloadState(facts, { ...sum, ready })
    return { ...row, desired: facts.desired, pods: sum.pods, ready, containers, state }
  }
  if (!derived.has(row.id)) return row
  const fresh = isCustom(row) ? sync.picture.derivedRow(row.id) : undefined
  return { ...row, ...fresh, ...countsOf(sum) }
}

/** A row of a kind that is read is its object's; while that could not be read, a pod's guess must not overwrite it. */
function isCustom({ kind, id, cluster, namespace, name }: StoredWorkload): boolean {
  return kind === 'Pod' || id !== `${cluster}/${namespace}/${kind}/${name}`
}

function differs({ after, before }: AssetWrite): boolean {
  if (!after || !before) return true
  return Object.entries(after).some(([key, value]) => {
    const stored: unknown = Reflect.get(before, key)
    return value !== stored && JSON.stringify(value) !== JSON.stringify(stored)
  })
}

async function rollUpNodes(sync: Sync): Promise<void> {
  for (let after = ''; ; ) {
    sync.signal.throwIfAborted()
    const rows = await nodesOf(sync, gt(clusterNode.id, after))
    await writeNodes(sync, rows)
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_A_READ) return
    after = last.id
  }
}

async function writeNodes(sync: Sync, rows: readonly StoredNode[]): Promise<void> {
  const writes = rows.map((row): AssetWrite => {
    return { type: 'ClusterNode', before: row, after: { ...row, pods: sync.picture.podsOf(row.name) } }
  })
  await writeAssetRows(sync, writes.filter(differs), sync.startedAt)
}

/** At most 1,000. */
function nodesOf({ database, cluster }: Sync, which: SQL): Promise<StoredNode[]> {
  return database.db
    .select()
    .from(clusterNode)
    .where(and(eq(clusterNode.cluster, cluster), which, eq(clusterNode.present, true)))
    .orderBy(asc(clusterNode.id))
    .limit(ROWS_A_READ)
}
