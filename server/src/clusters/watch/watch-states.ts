import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database, Queries } from '@breakwater/drizzle/database.ts'
import { clusterWatch, WATCH_STATES } from '@breakwater/drizzle/tables/cluster.ts'
import { eq, sql } from 'drizzle-orm'
import type { SourceError, SourceErrorCode } from '../source.ts'

type WatchState = (typeof WATCH_STATES)[number]

interface KindState {
  readonly state: WatchState
  readonly message: string
  readonly advice: string
  /** Why it is lost, where it is. */
  readonly code: SourceErrorCode | undefined
  heardAt: Date | null
  lagMs: number
}

/** How the kinds of one cluster are followed: kept here, written now and then. */
export class WatchStates {
  readonly #cluster: string
  readonly #kinds = new Map<string, KindState>()
  readonly #changed = new Set<string>()
  #urgent = false
  /** The worst of all, as it was told last. */
  #told: WatchState | 'NOT_WATCHING' = 'NOT_WATCHING'

  constructor(cluster: string) {
    this.#cluster = cluster
  }

  starting(kind: string): void {
    this.#set(kind, 'STARTING', { message: '', advice: '' })
  }

  /** The source said something of a kind. */
  heard(kind: string, at = new Date()): void {
    const before = this.#kinds.get(kind)
    if (before?.state === 'WATCHING') before.heardAt = at
    else this.#set(kind, 'WATCHING', { message: '', advice: '' }, at)
    this.#changed.add(kind)
  }

  reconnecting(kind: string, { code, message, advice }: SourceError): void {
    this.#set(kind, 'RECONNECTING', { code, message, advice })
  }

  polling(kind: string, { advice }: SourceError): void {
    const message = 'The credentials allow listing it and not watching it: it is listed every minute instead.'
    this.#set(kind, 'POLLING', { message, advice: advice.replace('get and list', 'get, list and watch') })
  }

  /** What was heard of a kind has become rows after so long. */
  written(kind: string, lagMs: number): void {
    const state = this.#kinds.get(kind)
    if (!state) return
    state.lagMs = Math.round(lagMs)
    this.#changed.add(kind)
  }

  /** Whether a state changed, so that it should be written soon. */
  get urgent(): boolean {
    return this.#urgent
  }

  /** Whether no kind at all can be followed at present. */
  get allLost(): boolean {
    const states = [...this.#kinds.values()]
    return states.length > 0 && states.every(({ state }) => state === 'RECONNECTING')
  }

  /** What the source answered last of a kind that is lost. */
  get cause(): Pick<KindState, 'code' | 'message' | 'advice'> | undefined {
    return [...this.#kinds.values()].find(({ state }) => state === 'RECONNECTING')
  }

  /** Writes what changed since the last time. */
  async write(database: Database): Promise<void> {
    const kinds = [...this.#changed]
    this.#changed.clear()
    this.#urgent = false
    if (kinds.length === 0) return
    const updatedAt = new Date()
    const rows = kinds.flatMap((kind) => {
      const known = this.#kinds.get(kind)
      if (!known) return []
      const { code: _, ...state } = known
      return [{ cluster: this.#cluster, kind, ...state, updatedAt }]
    })
    await database.transaction(async (tx) => {
      await this.#tell(tx, this.#worst())
      await tx
        .insert(clusterWatch)
        .values(rows)
        .onConflictDoUpdate({
          target: [clusterWatch.cluster, clusterWatch.kind],
          set: Object.fromEntries(
            (['state', 'message', 'advice', 'heardAt', 'lagMs', 'updatedAt'] as const).map((key) => [
              key,
              sql.raw(`excluded."${clusterWatch[key].name}"`),
            ]),
          ),
        })
    })
  }

  /** Takes the rows away: nobody follows the cluster any more. */
  async clear(database: Database): Promise<void> {
    await database.transaction(async (tx) => {
      await this.#tell(tx, 'NOT_WATCHING')
      await tx.delete(clusterWatch).where(eq(clusterWatch.cluster, this.#cluster))
    })
  }

  /** Who shows the cluster is told when it is followed in another way. */
  async #tell(tx: Queries, state: WatchState | 'NOT_WATCHING'): Promise<void> {
    if (state === this.#told) return
    const change = { type: 'Cluster', node: this.#cluster, cluster: this.#cluster, operation: 'MODIFIED' } as const
    await recordChanges(tx, [{ ...change, old: { watch: this.#told }, new: { watch: state } }])
    this.#told = state
  }

  #worst(): WatchState {
    const states = new Set([...this.#kinds.values()].map(({ state }) => state))
    return WATCH_STATES.find((state) => states.has(state)) ?? 'WATCHING'
  }

  #set(
    kind: string,
    state: WatchState,
    why: Pick<KindState, 'message' | 'advice'> & Partial<KindState>,
    at?: Date,
  ): void {
    const { code, message, advice } = why
    const before = this.#kinds.get(kind)
    if (before?.state !== state) this.#urgent = true
    this.#kinds.set(kind, {
      state,
      code,
      message,
      advice,
      heardAt: at ?? before?.heardAt ?? null,
      lagMs: before?.lagMs ?? 0,
    })
    this.#changed.add(kind)
  }
}
