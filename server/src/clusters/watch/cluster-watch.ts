import type { Database } from '@breakwater/drizzle/database.ts'
import { KINDS, type KindDefinition } from '../../kubernetes/kinds.ts'
import type { Log } from '../../log.ts'
import { recountAssets } from '../../risks/rollup.ts'
import type { Masker } from '../../secrets/mask.ts'
import type { Progress } from '../../tasks/definition.ts'
import { type ClusterIdentity, type ClusterSource, SourceError, type SourceErrorCode } from '../source.ts'
import { markCluster, markReachable } from '../sync/cluster-row.ts'
import { rollUpPods } from '../sync/roll-up.ts'
import type { Memory, Sync } from '../sync/sync.ts'
import { syncCluster } from '../sync/sync-cluster.ts'
import { syncKind } from '../sync/sync-kind.ts'
import { applyChanges } from './apply-changes.ts'
import { type Pauses, watchKind } from './kind-watch.ts'
import { pause } from './pause.ts'
import { Pending } from './pending.ts'
import { stopSignal } from './stop-signal.ts'
import { WatchStates } from './watch-states.ts'

export interface ClusterWatch {
  readonly database: Database
  readonly cluster: string
  readonly source: ClusterSource
  readonly masker: Masker
  readonly log: Log
  /** Ends the watch. */
  readonly signal: AbortSignal
  /** What a sync left behind; without it the watch begins with a listing of its own. */
  readonly memory: Memory | undefined
  readonly pauses?: Partial<WatchPauses>
  /** Called once everything was listed. */
  readonly onBegun?: () => Promise<void>
  /** Called after changes were written, with the kinds of the objects that changed. */
  readonly onChanged?: (kinds: Iterable<string>) => void
}

export interface WatchPauses extends Pauses {
  /** A cluster of which nothing is heard for this long is said to be unreachable; 30 s when absent. */
  readonly lostMs: number
}

/** Objects whose changes wait to be written, at most. */
const MOST_PENDING = 5_000
/** Changes that come within this time are written together. */
const GATHER_MS = 150
/** Roll-ups of a cluster that changes all the time are made so often. */
const RECOUNT_MS = 1_500
const LOOK_AT_STATES_MS = 1_500
const WRITE_STATES_MS = 10_000
const LOST_MS = 30_000
/** A source reads certificates and credentials when it is opened: one that is opened later may have better ones. */
const CURED_BY_ANOTHER_SOURCE = new Set<SourceErrorCode>([
  'UNTRUSTED_CERTIFICATE',
  'EXPIRED_CERTIFICATE',
  'WRONG_HOST',
  'UNAUTHORIZED',
  'INVALID_KUBECONFIG',
])

/**
 * Keeps the stored assets of a cluster at what its source shows, change by change, until the signal fires. Throws what a sync throws
 * when the first listing fails, and `SourceError` when the cluster is lost for a cause that only another source can cure.
 */
export async function watchCluster(watch: ClusterWatch): Promise<void> {
  const { source, signal } = watch
  if (!source.watch) return
  const follow = source.watch.bind(source)
  const memory = watch.memory ?? (await listAll(watch))
  if (!memory) return
  await watch.onBegun?.()
  const watching = new Watching({ ...watch, memory })
  const { signal: either, stop } = stopSignal([signal])
  const parts = [
    watching.apply(either),
    watching.keepCounts(either),
    watching.keepStates(either),
    ...KINDS.flatMap((kind) => {
      const known = memory.kinds.get(kind.kind)
      if (!known) return []
      watching.states.starting(kind.kind)
      return [
        watchKind({
          kind,
          watch: follow,
          version: known.version,
          pending: watching.pending,
          states: watching.states,
          relist: () => watching.relist(kind, either),
          signal: either,
          pauses: watch.pauses,
        }),
      ]
    }),
  ]
  try {
    await Promise.all(parts)
  } catch (error) {
    // What was cut off by the end of the watch is no failure.
    if (!signal.aborted) throw error
  } finally {
    stop()
    watching.pending.close()
    await Promise.allSettled(parts)
    await watching.states.clear(watch.database)
  }
}

async function listAll(watch: ClusterWatch): Promise<Memory | undefined> {
  const { memory, rows } = await syncCluster({ ...watch, progress: NO_PROGRESS, remember: true })
  if (rows > 0) {
    await recountAssets(watch.database, watch.cluster)
    watch.onChanged?.(KINDS.map(({ kind }) => kind))
  }
  return memory
}

const NO_PROGRESS: Progress = { stage: (_name, fn) => fn(), report: () => undefined, found: () => undefined }

/** One cluster while it is watched: one thing is written at a time. */
class Watching {
  readonly states: WatchStates
  readonly pending = new Pending(MOST_PENDING)
  readonly #watch: ClusterWatch & { readonly memory: Memory }
  #turn: Promise<unknown> = Promise.resolve()
  #rowsChanged = Promise.withResolvers<void>()
  #lostSince: number | undefined
  #saidLost = false

  constructor(watch: ClusterWatch & { readonly memory: Memory }) {
    this.#watch = watch
    this.states = new WatchStates(watch.cluster)
  }

  /** Writes what comes in, gathered. */
  async apply(signal: AbortSignal): Promise<void> {
    const end = aborted(signal)
    while (!signal.aborted) {
      await Promise.race([this.pending.some(), end])
      await pause(GATHER_MS, signal)
      if (signal.aborted) return
      await this.#inTurn(async () => {
        const lags = await applyChanges(this.#sync(signal), this.#watch.memory, this.pending.take())
        for (const [kind, lagMs] of lags) this.states.written(kind, lagMs)
        if (lags.size > 0) this.#changed(lags.keys())
      })
    }
  }

  /** Makes the roll-ups anew when rows changed: at once, and then not again for a while. */
  async keepCounts(signal: AbortSignal): Promise<void> {
    const { database, cluster } = this.#watch
    const end = aborted(signal)
    while (!signal.aborted) {
      await Promise.race([this.#rowsChanged.promise, end])
      if (signal.aborted) return
      this.#rowsChanged = Promise.withResolvers<void>()
      await recountAssets(database, cluster)
      await pause(RECOUNT_MS, signal)
    }
  }

  /** Writes how the watch is. */
  async keepStates(signal: AbortSignal): Promise<void> {
    let written = 0
    while (!signal.aborted) {
      await pause(LOOK_AT_STATES_MS, signal)
      if (signal.aborted) return
      await this.#tellWhetherItIsReachable()
      if (!this.states.urgent && performance.now() - written < WRITE_STATES_MS) continue
      written = performance.now()
      await this.states.write(this.#watch.database)
    }
  }

  /** Lists one kind anew: one at a time, and nothing else is written meanwhile. Returns the state that it showed. */
  relist(kind: KindDefinition, signal: AbortSignal): Promise<string> {
    return this.#inTurn(async () => {
      this.pending.forget(kind.kind)
      const sync = this.#sync(signal)
      await syncKind(sync, kind, new Date(), () => undefined)
      if (sync.tally.rows > 0) await rollUpPods(sync, { ownersComplete: true, podsRead: true })
      if (sync.tally.rows > 0) this.#changed([kind.kind])
      const version = this.#watch.memory.kinds.get(kind.kind)?.version
      if (version === undefined) throw new SourceError('NOT_KUBERNETES', 'The list bears no version.', '')
      return version
    })
  }

  #changed(kinds: Iterable<string>): void {
    this.#rowsChanged.resolve()
    this.#watch.onChanged?.(kinds)
  }

  #inTurn<T>(fn: () => Promise<T>): Promise<T> {
    const turn = this.#turn.then(fn)
    this.#turn = turn.catch(() => undefined)
    return turn
  }

  #sync(signal: AbortSignal): Sync {
    const { database, cluster, source, masker, log, memory } = this.#watch
    const tally = { added: 0, modified: 0, removed: 0, found: 0, rows: 0 }
    const { picture } = memory
    return { database, cluster, source, masker, log, memory, picture, tally, identity, signal, startedAt: new Date() }
  }

  async #tellWhetherItIsReachable(): Promise<void> {
    const { database, cluster } = this.#watch
    if (!this.states.allLost) {
      this.#lostSince = undefined
      if (this.#saidLost) await markReachable({ database, cluster })
      this.#saidLost = false
      return
    }
    this.#lostSince ??= performance.now()
    const lostMs = this.#watch.pauses?.lostMs ?? LOST_MS
    if (performance.now() - this.#lostSince < lostMs) return
    const { code, message, advice } = this.states.cause ?? NO_ANSWER
    if (!this.#saidLost)
      await markCluster({ database, cluster }, 'UNREACHABLE', { code: 'UNREACHABLE', message, advice })
    this.#saidLost = true
    if (code && CURED_BY_ANOTHER_SOURCE.has(code)) throw new SourceError(code, message, advice)
  }
}

const NO_ANSWER = { code: undefined, message: 'It does not answer.', advice: '' }

/** A watch goes on with what was identified. */
const identity: ClusterIdentity = { uid: '', version: undefined, server: undefined }

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))
}
