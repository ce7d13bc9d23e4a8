import type { Database } from '@breakwater/drizzle/database.ts'
import { cluster, clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import { and, eq, inArray, ne, sql } from 'drizzle-orm'
import type { Log } from '../../log.ts'
import type { Masker } from '../../secrets/mask.ts'
import type { Sources } from '../sources.ts'
import type { Memory } from '../sync/sync.ts'
import { watchCluster } from './cluster-watch.ts'
import type { Pauses } from './kind-watch.ts'
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
  readonly pauses?: Partial<Pauses & { readonly lookMs: number; readonly leaseMs: number }>
}

const LOOK_MS = 5_000
const LEASE_MS = 30_000
/** After a watch that could not even begin, such as of a cluster that does not answer. */
const FIRST_PAUSE_MS = 5_000
const MOST_PAUSE_MS = 300_000

interface Running {
  readonly stop: ReturnType<typeof stopSignal>
  readonly ended: Promise<void>
  /** Of the cluster, when the watch began: another one means that somebody else synchronized it or gave it another source. */
  state: string
}

interface Failures {
  readonly count: number
  readonly againAt: number
}

export function createWatches({ database, sources, masker, log, owner, pauses = {} }: WatchesSettings): Watches {
  const running = new Map<string, Running>()
  const failures = new Map<string, Failures>()
  const memories = new Map<string, Memory>()
  const stopping = new AbortController()
  let looking: Promise<void> = Promise.resolve()
  let wake = Promise.withResolvers<void>()

  async function look(): Promise<void> {
    const owned = await lease(database, owner, pauses.leaseMs ?? LEASE_MS)
    const states = new Map(owned.map(({ uid, state }) => [uid, state]))
    for (const [uid, { stop, state }] of running) {
      // What was read by another process is newer than what this one knows: it begins anew.
      if (states.get(uid) !== state || memories.has(uid)) stop.stop()
    }
    // Another process watches what this one synchronized; it will see so by itself.
    for (const uid of memories.keys()) if (!states.has(uid)) memories.delete(uid)
    for (const { uid, state } of owned) {
      const before = running.get(uid)
      if (before?.stop.signal.aborted) await before.ended
      if (!running.has(uid) && mayBegin(uid)) begin(uid, state)
    }
  }

  function mayBegin(uid: string): boolean {
    return memories.has(uid) || performance.now() >= (failures.get(uid)?.againAt ?? 0)
  }

  function begin(uid: string, state: string): void {
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
    running.set(uid, { stop, ended, state })
  }

  async function follow(uid: string, memory: Memory | undefined, signal: AbortSignal): Promise<void> {
    const source = await sources.ofCluster(uid, signal)
    try {
      await watchCluster({
        database,
        cluster: uid,
        source,
        masker,
        log,
        signal,
        memory,
        pauses,
        onBegun: () => begun(uid),
      })
    } finally {
      await source.close()
    }
  }

  /** A watch that began with a listing of its own has made the state that it goes on from. */
  async function begun(uid: string): Promise<void> {
    failures.delete(uid)
    const own = running.get(uid)
    if (own) own.state = await stateOf(database, uid)
  }

  function failed(uid: string, error: unknown, signal: AbortSignal): void {
    if (signal.aborted) return
    const count = (failures.get(uid)?.count ?? 0) + 1
    const pauseMs = Math.min(MOST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** Math.min(count - 1, 10)) * (0.5 + Math.random() / 2)
    failures.set(uid, { count, againAt: performance.now() + pauseMs })
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
  readonly state: string
}

/** Takes or keeps the lease of every connected cluster that is alive and that no living process watches. */
async function lease(database: Database, owner: string, leaseMs: number): Promise<Owned[]> {
  return database.transaction(async (tx) => {
    const free = await tx
      .select({ uid: cluster.uid })
      .from(cluster)
      .where(
        and(
          ne(cluster.sourceKind, 'SNAPSHOT'),
          ne(cluster.state, 'DELETED'),
          sql`(${cluster.watchOwner} = ${owner} or ${cluster.watchLeaseUntil} is null or ${cluster.watchLeaseUntil} < now())`,
        ),
      )
      .for('update', { skipLocked: true })
    if (free.length === 0) return []
    const uids = free.map(({ uid }) => uid)
    await tx
      .update(cluster)
      .set({ watchOwner: owner, watchLeaseUntil: sql`now() + ${leaseMs} * interval '1 millisecond'` })
      .where(inArray(cluster.uid, uids))
    return (
      tx
        .select({
          uid: cluster.uid,
          state: STATE,
        })
        .from(cluster)
        .innerJoin(clusterSource, eq(clusterSource.cluster, cluster.uid))
        // Before its first sync there is nothing to follow; that sync begins by itself.
        .where(and(inArray(cluster.uid, uids), sql`${cluster.lastSeenAt} is not null`))
    )
  })
}

/** Changes with each sync and with each new source. */
const STATE = sql<string>`concat(${cluster.lastSeenAt}, ' ', ${clusterSource.updatedAt})`

async function stateOf(database: Database, uid: string): Promise<string> {
  const [row] = await database.db
    .select({ state: STATE })
    .from(cluster)
    .innerJoin(clusterSource, eq(clusterSource.cluster, cluster.uid))
    .where(eq(cluster.uid, uid))
  return row?.state ?? ''
}

async function release(database: Database, owner: string): Promise<void> {
  await database.transaction((tx) =>
    tx.update(cluster).set({ watchOwner: null, watchLeaseUntil: null }).where(eq(cluster.watchOwner, owner)),
  )
}
