import type { Database } from '@breakwater/drizzle/database.ts'
import { cluster, clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Log } from '../../log.ts'
import type { Masker } from '../../secrets/mask.ts'
import type { Sources } from '../sources.ts'
import { readKnownCredentials } from '../sync/known-credentials.ts'
import type { Memory } from '../sync/sync.ts'
import { type WatchPauses, watchCluster } from './cluster-watch.ts'
import { pause } from './pause.ts'
import { stopSignal } from './stop-signal.ts'

/** Follows all connected clusters that are alive, each in one process only. */
export interface Watches {
  start(): Promise<void>
  /** A sync of this process has ended: its cluster is followed from where it ended. */
  synced(uid: string, memory: Memory): void
  stop(): Promise<void>
}

export interface WatchesSettings {
  readonly database: Database
  readonly sources: Pick<Sources, 'ofCluster'>
  readonly masker: Masker
  readonly log: Log
  /** Names this process, uniquely. */
  readonly owner: string
  /** Called after changes were written, with the kinds of the objects that changed. */
  readonly onChanged?: (uid: string, kinds: Iterable<string>) => void
  readonly pauses?: Partial<WatchPauses & { readonly lookMs: number; readonly leaseMs: number }>
}

const LOOK_MS = 5_000
const LEASE_MS = 30_000
/** After a watch that could not even begin, such as of a cluster that does not answer. */
const FIRST_PAUSE_MS = 5_000
const MOST_PAUSE_MS = 300_000

interface Running {
  readonly stop: ReturnType<typeof stopSignal>
  readonly ended: Promise<void>
  /** Of the cluster, when the watch began: another one means that somebody gave it another source. */
  readonly source: string
  /** The same: another one means that somebody else synchronized it. Undefined while the watch makes a listing of its own. */
  seen: string | undefined
}

interface Failures {
  readonly count: number
  readonly againAt: number
  /** What failed: another source is tried at once. */
  readonly source: string | undefined
}

export function createWatches(settings: WatchesSettings): Watches {
  const { database, sources, masker, log, owner, onChanged, pauses = {} } = settings
  const running = new Map<string, Running>()
  const failures = new Map<string, Failures>()
  const memories = new Map<string, Memory>()
  const stopping = new AbortController()
  let looking: Promise<void> = Promise.resolve()
  let wake = Promise.withResolvers<void>()

  async function look(): Promise<void> {
    const owned = await lease(database, owner, pauses.leaseMs ?? LEASE_MS)
    const states = new Map(owned.map((one) => [one.uid, one]))
    for (const [uid, { stop, source, seen }] of running) {
      const state = states.get(uid)
      // What was read by another process is newer than what this one knows: it begins anew.
      const stale = state?.source !== source || (seen !== undefined && state.seen !== seen)
      if (stale || memories.has(uid)) stop.stop()
    }
    // Another process watches what this one synchronized; it will see so by itself.
    for (const uid of memories.keys()) if (!states.has(uid)) memories.delete(uid)
    for (const { uid, source } of owned) {
      const before = running.get(uid)
      if (before?.stop.signal.aborted) await before.ended
      if (!running.has(uid) && mayBegin(uid, source)) begin(uid, source)
    }
  }

  function mayBegin(uid: string, source: string): boolean {
    const failed = failures.get(uid)
    return !failed || memories.has(uid) || failed.source !== source || performance.now() >= failed.againAt
  }

  function begin(uid: string, source: string): void {
    const stop = stopSignal([stopping.signal])
    const { signal } = stop
    const memory = memories.get(uid)
    memories.delete(uid)
    const ended = follow(uid, memory, signal)
      .catch((error: unknown) => failed(uid, error, signal))
      .finally(() => {
        stop.stop()
        running.delete(uid)
      })
    running.set(uid, { stop, ended, source, seen: undefined })
  }

  async function follow(uid: string, memory: Memory | undefined, signal: AbortSignal): Promise<void> {
    const source = await sources.ofCluster(uid, signal)
    try {
      await watchCluster({
        database,
        cluster: uid,
        source,
        masker: masker.knowing(await readKnownCredentials(database)),
        log,
        signal,
        memory,
        pauses,
        onBegun: () => begun(uid),
        onChanged: (kinds) => onChanged?.(uid, kinds),
      })
    } finally {
      await source.close()
    }
  }

  /** A watch that began with a listing of its own has made the state that it goes on from. */
  async function begun(uid: string): Promise<void> {
    failures.delete(uid)
    const own = running.get(uid)
    if (own) own.seen = await lastSeen(database, uid)
  }

  function failed(uid: string, error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return
    const count = (failures.get(uid)?.count ?? 0) + 1
    const pauseMs = Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(count - 1, 10)) * (0.5 + Math.random() / 2)
    failures.set(uid, { count, againAt: performance.now() + pauseMs, source: running.get(uid)?.source })
    log.warn({ cluster: uid, err: error, pauseMs: Math.round(pauseMs) }, 'a cluster could not be watched')
  }

  async function loop(): Promise<void> {
    while (!stopping.signal.aborted) {
      await look().catch((error: unknown) => log.error({ err: error }, 'the watches could not be looked after'))
      await Promise.race([pause(pauses.lookMs ?? LOOK_MS, stopping.signal), wake.promise])
      wake = Promise.withResolvers()
    }
  }

  return {
    async start() {
      looking = loop()
    },
    synced(uid, memory) {
      memories.set(uid, memory)
      wake.resolve()
    },
    async stop() {
      stopping.abort()
      wake.resolve()
      await looking
      await Promise.all([...running.values()].map(({ ended }) => ended))
      await release(database, owner)
    },
  }
}

interface Owned {
  readonly uid: string
  /** Changes with each new source. */
  readonly source: string
  /** Changes with each sync. */
  readonly seen: string
}

/**
 * Takes or keeps the lease of every connected cluster that is alive and that no living process watches. A row that is locked, as it is
 * while something of its cluster is written, keeps the lease that it has: the next look prolongs it.
 */
async function lease(database: Database, owner: string, leaseMs: number): Promise<Owned[]> {
  const alive = and(ne(cluster.sourceKind, 'SNAPSHOT'), ne(cluster.state, 'DELETED'))
  return database.transaction(async (tx) => {
    const free = await tx
      .select({ uid: cluster.uid })
      .from(cluster)
      .where(
        and(
          alive,
          sql`(${cluster.watchOwner} = ${owner} or ${cluster.watchLeaseUntil} is null or ${cluster.watchLeaseUntil} < now())`,
        ),
      )
      .for('update', { skipLocked: true })
    const uids = free.map(({ uid }) => uid)
    if (uids.length > 0) {
      await tx
        .update(cluster)
        .set({ watchOwner: owner, watchLeaseUntil: sql`now() + ${leaseMs} * interval '1 millisecond'` })
        .where(inArray(cluster.uid, uids))
    }
    return (
      tx
        .select({ uid: cluster.uid, source: sql<string>`${clusterSource.updatedAt}::text`, seen: SEEN })
        .from(cluster)
        .innerJoin(clusterSource, eq(clusterSource.cluster, cluster.uid))
        // Before its first sync there is nothing to follow; that sync begins by itself.
        .where(
          and(
            alive,
            eq(cluster.watchOwner, owner),
            sql`${cluster.watchLeaseUntil} > now()`,
            sql`${cluster.lastSeenAt} is not null`,
          ),
        )
    )
  })
}

const SEEN = sql<string>`${cluster.lastSeenAt}::text`

async function lastSeen({ db }: Database, uid: string): Promise<string> {
  const [row] = await db.select({ seen: SEEN }).from(cluster).where(eq(cluster.uid, uid))
  return row?.seen ?? ''
}

async function release(database: Database, owner: string): Promise<void> {
  await database.transaction((tx) =>
    tx.update(cluster).set({ watchOwner: null, watchLeaseUntil: null }).where(eq(cluster.watchOwner, owner)),
  )
}
