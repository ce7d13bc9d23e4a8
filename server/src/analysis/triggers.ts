import type { Database } from '@breakwater/drizzle/database.ts'
import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { eq, ne } from 'drizzle-orm'
import type { Log } from '../log.ts'
import type { TaskRow } from '../tasks/definition.ts'
import { addTask } from '../tasks/queue.ts'

/** What makes a cluster be analyzed by itself. */
export interface AnalysisTriggers {
  /** A synchronization has ended. */
  synced(uid: string): Promise<void>
  /** Objects of these kinds have changed. */
  changed(uid: string, kinds: Iterable<string>): void
  /** Something beside its objects has changed that it is told from. */
  soon(uid: string): void
  /** The next analysis has to agree before a closing is written. */
  waiting(uid: string): void
  /** What decides about all clusters has changed. */
  all(): Promise<void>
  stop(): Promise<void>
}

export interface AnalysisTriggersSettings {
  readonly database: Database
  readonly log: Log
  /** The task that is added. */
  readonly task: TaskRow['kind']
  /** What it is told from; changes of other kinds are none. */
  readonly kinds: Iterable<string>
  /** Called after a task was added. */
  readonly onQueued: () => void
  readonly debounceMs?: number
  readonly settleMs?: number
}

/** After the last of several changes; and after the first at the latest. */
const DEBOUNCE_MS = 2_000
const MOST_DEBOUNCE_MS = 6_000
/** What closes by readiness alone is looked at once more after this. */
const SETTLE_MS = 15_000

interface Pending {
  readonly since: number
  timer: NodeJS.Timeout
}

export function createAnalysisTriggers(settings: AnalysisTriggersSettings): AnalysisTriggers {
  const { database, log, task: kind, onQueued, debounceMs = DEBOUNCE_MS, settleMs = SETTLE_MS } = settings
  const lookedAt = new Set(settings.kinds)
  const pending = new Map<string, Pending>()
  const adding = new Set<Promise<void>>()
  let stopped = false

  function after(uid: string, ms: number): void {
    if (stopped) return
    const known = pending.get(uid)
    const now = performance.now()
    const since = known?.since ?? now
    // Changes that never end are not waited for.
    const wait = Math.min(ms, Math.max(0, since + Math.max(ms, MOST_DEBOUNCE_MS) - now))
    if (known) clearTimeout(known.timer)
    const timer = setTimeout(() => {
      pending.delete(uid)
      const done = add(uid, 'WATCH').catch((error: unknown) => {
        log.warn({ cluster: uid, kind, err: error }, 'an analysis could not be added; tried again')
        after(uid, debounceMs)
      })
      adding.add(done)
      void done.finally(() => adding.delete(done))
    }, wait)
    timer.unref()
    pending.set(uid, { since, timer })
  }

  /** Where one of the cluster is on its way already it may have read what has changed since: another one follows it. */
  async function add(uid: string, source: 'WATCH' | 'SCHEDULE'): Promise<void> {
    const [row] = await database.db.select({ name: cluster.name }).from(cluster).where(eq(cluster.uid, uid)).limit(1)
    if (!row) return
    const { task, added } = await database.transaction((tx) =>
      addTask(tx, {
        kind,
        source,
        cluster: uid,
        target: row.name,
        targetKey: uid,
        startedBy: '',
      }),
    )
    if (added) onQueued()
    else if (task.state === 'RUNNING') after(uid, debounceMs)
  }

  return {
    synced: (uid) => add(uid, 'SCHEDULE'),
    changed(uid, kinds) {
      for (const one of kinds) if (lookedAt.has(one)) return after(uid, debounceMs)
    },
    soon: (uid) => after(uid, debounceMs),
    waiting: (uid) => after(uid, settleMs),
    async all() {
      const rows = await database.db.select({ uid: cluster.uid }).from(cluster).where(ne(cluster.state, 'DELETED'))
      for (const { uid } of rows) after(uid, 0)
    },
    async stop() {
      stopped = true
      for (const { timer } of pending.values()) clearTimeout(timer)
      pending.clear()
      await Promise.all(adding)
    },
  }
}
