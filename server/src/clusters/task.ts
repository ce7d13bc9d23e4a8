import type { Database } from '@breakwater/drizzle/database.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { and, asc, inArray, ne } from 'drizzle-orm'
import type { Log } from '../log.ts'
import { recountAssets } from '../risks/rollup.ts'
import { SecretError } from '../secrets/error.ts'
import type { Masker } from '../secrets/mask.ts'
import { type ItemResult, type NewTaskItem, type TaskDefinition, TaskError, type TaskRow } from '../tasks/definition.ts'
import { offerAckRegions } from './ack-regions.ts'
import { type ClusterSource, SourceError } from './source.ts'
import type { Sources } from './sources.ts'
import { markCluster } from './sync/cluster-row.ts'
import type { Memory } from './sync/sync.ts'
import { syncCluster } from './sync/sync-cluster.ts'
import { createTurns } from './turns.ts'

export interface ContainerAssetSyncSettings {
  readonly database: Database
  readonly sources: Pick<Sources, 'ofCluster'>
  readonly masker: Masker
  readonly log: Log
  /** Told what a sync learned, for a watch that goes on from there. */
  readonly onSynced?: (uid: string, memory: Memory) => void
  /** Called when all that a sync found is written. */
  readonly onWritten?: (uid: string) => Promise<void>
}

const ITEM_TIMEOUT_MS = 30 * 60_000
/** After so many written rows the embedded database is told how its tables look: its planner does not find out by itself. */
const MANY_ROWS = 5_000

/** CONTAINER_ASSET_SYNC: an item a cluster, a stage a kind; what is new, changed or gone becomes rows and events. */
export function containerAssetSync(settings: ContainerAssetSyncSettings): TaskDefinition {
  const { database, sources, masker, log, onSynced, onWritten } = settings
  // Two tasks may name the same cluster: one of it alone, and one of all.
  const turns = createTurns()
  return {
    kind: 'CONTAINER_ASSET_SYNC',
    itemTimeoutMs: ITEM_TIMEOUT_MS,
    concurrency: 2,
    items: (task) => clustersOf(database, task),
    run: ({ targetId: uid }, progress, signal, task) =>
      turns.take(uid, signal, async (): Promise<ItemResult> => {
        const source = await progress.stage('Connecting', () => openSource(database, sources, uid, signal))
        try {
          const itemLog = log.child({ task: task.id })
          const request = { database, cluster: uid, source, masker, progress, signal, log: itemLog }
          const remember = onSynced !== undefined && source.watch !== undefined
          const { rows, memory, ...result } = await syncCluster({ ...request, remember })
          if (memory) onSynced?.(uid, memory)
          await progress.stage('Counting', () => recountAssets(database, uid))
          await offerAckRegions(database, uid)
          await onWritten?.(uid)
          if (rows > MANY_ROWS && database.kind === 'embedded') await renewStatistics(database)
          progress.report(1)
          return result
        } finally {
          await source.close()
        }
      }),
  }
}

/** The clusters that the task names, else all that are connected. */
async function clustersOf({ db }: Database, task: TaskRow): Promise<NewTaskItem[]> {
  const named = namedClusters(task)
  const rows = await db
    .select({ uid: cluster.uid, name: cluster.name })
    .from(cluster)
    .where(and(ne(cluster.state, 'DELETED'), named ? inArray(cluster.uid, named) : undefined))
    .orderBy(asc(cluster.nameLower), asc(cluster.uid))
  return rows.map(({ uid, name }) => ({ targetType: 'Cluster', targetId: uid, targetName: name, cluster: uid }))
}

function namedClusters(task: TaskRow): string[] | undefined {
  if (task.cluster !== '') return [task.cluster]
  const listed = task.input['clusters']
  return Array.isArray(listed) && listed.length > 0 ? listed.filter((uid) => typeof uid === 'string') : undefined
}

async function openSource(
  database: Database,
  sources: ContainerAssetSyncSettings['sources'],
  uid: string,
  signal: AbortSignal,
): Promise<ClusterSource> {
  try {
    return await sources.ofCluster(uid, signal)
  } catch (error) {
    signal.throwIfAborted()
    if (!(error instanceof SourceError || error instanceof SecretError)) throw error
    const { code, message, advice } = error
    await markCluster({ database, cluster: uid }, 'FAILED', { code, message, advice })
    throw new TaskError({ code, message, advice }, false, { cause: error })
  }
}

const TABLES = ['kubernetes_object', 'change', 'workload', 'pod', 'container', 'service']

/** A table at a time, outside of a transaction: others get their turn in between. */
async function renewStatistics({ pool }: Database): Promise<void> {
  for (const table of TABLES) await pool.query(`vacuum analyze ${table}`)
}
