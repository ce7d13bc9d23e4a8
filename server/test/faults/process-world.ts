import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Database } from '@breakwater/drizzle/database.ts'
import { openEmbedded } from '@breakwater/drizzle/embedded/open.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { cluster, clusterSource } from '@breakwater/drizzle/tables/cluster.ts'
import { asc, eq, notInArray } from 'drizzle-orm'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import type { TaskRow } from '../../src/tasks/definition.ts'
import type { NewTask } from '../../src/tasks/queue.ts'
import { add, readTask } from '../tasks.ts'

const PROGRAM = fileURLToPath(new URL('./sync-worker.ts', import.meta.url))
/** Of bookkeeping beside the rows of a cluster. */
const BOOKS = ['Task', 'TaskItem', 'AssetCount', 'Cluster']

/** A process at work. */
export interface Worker {
  /** Resolves when it has claimed a task, or has ended. */
  readonly claimed: Promise<void>
  /** Its exit code; null when it was killed. */
  readonly ended: Promise<number | null>
  kill(signal?: NodeJS.Signals): Promise<void>
}

/** A database on which processes of their own work, one after the other. The embedded one is open in one of them, or here. */
export class ProcessWorld {
  readonly uid: string
  readonly #kubeconfig: string
  readonly #opened: TestDatabase
  readonly #running = new Set<ChildProcess>()
  #started = 0

  private constructor(uid: string, kubeconfig: string, opened: TestDatabase) {
    this.uid = uid
    this.#kubeconfig = kubeconfig
    this.#opened = opened
  }

  /** With one connected cluster, which is not synchronized yet. `kubeconfig` is a file. */
  static async open(uid: string, kubeconfig: string): Promise<ProcessWorld> {
    const opened = await testDatabase()
    const world = new ProcessWorld(uid, kubeconfig, opened)
    await opened.database.transaction(async (tx) => {
      const source = { sourceKind: 'KUBECONFIG', connectedAt: new Date() } as const
      await tx.insert(cluster).values({ uid, name: 'test', nameLower: 'test', ...source })
      const origin = { kind: 'KUBECONFIG', origin: 'MACHINE', reference: 'double' } as const
      await tx.insert(clusterSource).values({ cluster: uid, ...origin, updatedAt: new Date() })
    })
    if (world.#embedded) await opened.database.close()
    return world
  }

  get #embedded(): boolean {
    return this.#opened.url === undefined
  }

  async close(): Promise<void> {
    for (const child of this.#running) child.kill('SIGKILL')
    await this.#opened.close()
  }

  /** Looks at the database while no process has it. */
  async look<T>(fn: (database: Database) => Promise<T>): Promise<T> {
    if (!this.#embedded) return fn(this.#opened.database)
    const database = await openEmbedded(this.#opened.data)
    try {
      return await fn(database)
    } finally {
      await database.close()
    }
  }

  add(kind: NewTask['kind']): Promise<TaskRow> {
    const request = { kind, cluster: this.uid, target: 'test', targetKey: this.uid, maxAttempts: 1_000 }
    return this.look((database) => add(database, request))
  }

  task(id: string): Promise<TaskRow> {
    return this.look((database) => readTask(database, id))
  }

  start(work: 'tasks' | 'watch'): Worker {
    const place = this.#opened.url ?? this.#opened.data
    const child = spawn(process.execPath, [PROGRAM, `worker ${++this.#started}`, place, this.#kubeconfig, work], {
      stdio: ['ignore', 'pipe', 'inherit'],
    })
    this.#running.add(child)
    const ended = once(child, 'close').then(([code]) => {
      this.#running.delete(child)
      return typeof code === 'number' ? code : null
    })
    const claimed = new Promise<void>((resolve) => {
      createInterface({ input: child.stdout }).on('line', () => resolve())
      void ended.then(() => resolve())
    })
    const kill = async (signal: NodeJS.Signals = 'SIGKILL') => {
      child.kill(signal)
      await ended
    }
    return { claimed, ended, kill }
  }

  /** What was recorded of the cluster's rows, in order, as texts. */
  changes(): Promise<string[]> {
    return this.look(async (database) => {
      const rows = await database.db
        .select()
        .from(change)
        .where(notInArray(change.type, BOOKS))
        .orderBy(asc(change.seq))
      return rows.map(({ type, node, operation, old, new: fresh }) =>
        JSON.stringify([type, node, operation, old, fresh]),
      )
    })
  }

  forgetChanges(): Promise<void> {
    return this.look(async (database) => {
      await database.transaction((tx) => tx.delete(change).where(eq(change.cluster, this.uid)))
    })
  }
}
