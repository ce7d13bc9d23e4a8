import { type NewChange, recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Queries } from '@breakwater/drizzle/database.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { eq } from 'drizzle-orm'
import type { TaskCause } from '../../tasks/definition.ts'
import { recognizeDistribution } from '../distribution.ts'
import type { Sync } from './sync.ts'
import { writing } from './writing.ts'

type ClusterRow = typeof cluster.$inferSelect

/** Columns that are filtered or sorted by, or shown as the state: a change of one is a change of the cluster. */
const RECORDED = [
  'name',
  'type',
  'distribution',
  'region',
  'version',
  'state',
  'stateCause',
  'sourceKind',
  'server',
] as const

/** The end of a sync that went through all kinds: `partial` names what failed. A complete one makes a new generation. */
export async function closeCluster(sync: Sync, partial: TaskCause | undefined, nodesComplete: boolean): Promise<void> {
  const now = new Date()
  await writing(sync, async (tx) => {
    const before = await clusterRow(tx, sync.cluster)
    const { version, server } = sync.identity
    const recognized = recognizeDistribution(version, sync.picture.nodes)
    // Without its nodes a cluster is not known less than before.
    const keep = !nodesComplete && recognized.type === 'UNKNOWN'
    await updateCluster(tx, before, {
      ...(keep
        ? {}
        : { type: recognized.type, distribution: recognized.distribution, typeEvidence: recognized.evidence }),
      version: version ?? before.version,
      server: server ?? '',
      lastSeenAt: now,
      state: partial ? 'DEGRADED' : 'RUNNING',
      stateCause: partial?.message ?? null,
      stateAdvice: partial?.advice ?? null,
      ...(partial ? {} : { lastSyncAt: now, generation: before.generation + 1 }),
    })
  })
}

/** The source did not answer, or what answered cannot be used. The assets stay as they were. */
export async function markCluster(
  sync: Pick<Sync, 'database' | 'cluster'>,
  state: 'UNREACHABLE' | 'FAILED',
  cause: TaskCause,
): Promise<void> {
  await writing(sync, async (tx) => {
    const before = await clusterRow(tx, sync.cluster)
    await updateCluster(tx, before, { state, stateCause: cause.message, stateAdvice: cause.advice })
  })
}

/** A cluster that was said to be unreachable answers again. */
export async function markReachable(sync: Pick<Sync, 'database' | 'cluster'>): Promise<void> {
  await writing(sync, async (tx) => {
    const before = await clusterRow(tx, sync.cluster)
    if (before.state !== 'UNREACHABLE') return
    await updateCluster(tx, before, { state: 'RUNNING', stateCause: null, stateAdvice: null })
  })
}

/** Updates a cluster's row; a change is recorded when a recorded column differs. */
export async function updateCluster(tx: Queries, before: ClusterRow, values: Partial<ClusterRow>): Promise<ClusterRow> {
  const after = { ...before, ...values }
  await tx.update(cluster).set(values).where(eq(cluster.uid, before.uid))
  await recordChanges(tx, clusterChange(before, after))
  return after
}

function clusterChange(before: ClusterRow, after: ClusterRow): NewChange[] {
  const changed = RECORDED.filter((column) => before[column] !== after[column])
  if (changed.length === 0) return []
  const of = (row: ClusterRow) => Object.fromEntries(changed.map((column) => [column, row[column]]))
  return [
    { type: 'Cluster', node: after.uid, operation: 'MODIFIED', cluster: after.uid, old: of(before), new: of(after) },
  ]
}

/** All recorded columns, for the change that adds or removes a cluster. */
export function recordedCluster(row: ClusterRow): Record<string, unknown> {
  return Object.fromEntries(RECORDED.map((column) => [column, row[column]]))
}

async function clusterRow(tx: Queries, uid: string): Promise<ClusterRow> {
  const [row] = await tx.select().from(cluster).where(eq(cluster.uid, uid))
  if (!row) throw new Error(`The cluster ${uid} is not there.`)
  return row
}
