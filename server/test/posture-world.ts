import { checkedObject, checkResult, checkTally } from '@breakwater/drizzle/tables/posture.ts'
import { analysis, risk } from '@breakwater/drizzle/tables/risk.ts'
import { and, asc, eq } from 'drizzle-orm'
import { createLivePosture, createPostureThread, type PostureThread } from '../src/posture/posture-thread.ts'
import type { Rule } from '../src/posture/rule.ts'
import { RULES } from '../src/posture/rules/list-of-rules.ts'
import { DEFAULT_POSTURE_SETTINGS, type PostureSettings } from '../src/posture/settings.ts'
import { configCheck } from '../src/posture/task.ts'
import type { ItemResult, Progress, TaskDefinition } from '../src/tasks/definition.ts'
import type { MemorySource } from './memory-source.ts'
import { TEST_RULES } from './posture-rules.ts'
import { SyncWorld } from './sync-world.ts'

export const TEST_THREAD = new URL('./posture-test-thread.ts', import.meta.url)

/** Clusters that are synchronized and judged by configuration rules, as the task does it, in a thread. */
export class PostureWorld {
  readonly sync: SyncWorld
  readonly thread: PostureThread
  settings: PostureSettings = DEFAULT_POSTURE_SETTINGS
  /** Stages of the last evaluation. */
  stages: string[] = []
  /** Called when the thread was told all, before it is asked. */
  beforeAnswer: () => Promise<void> = async () => undefined
  readonly #definition: TaskDefinition

  private constructor(sync: SyncWorld, thread: PostureThread, rules: readonly Rule[]) {
    this.sync = sync
    this.thread = thread
    this.#definition = configCheck({
      ...{ database: sync.database, live: createLivePosture(sync.database, thread, rules), rules },
      settings: async () => this.settings,
    })
  }

  /** With small rules of every shape, or those of the product. */
  static async open(which: 'test' | 'product' = 'test'): Promise<PostureWorld> {
    const sync = await SyncWorld.open()
    return which === 'test'
      ? new PostureWorld(sync, createPostureThread(TEST_THREAD), TEST_RULES)
      : new PostureWorld(sync, createPostureThread(), RULES)
  }

  get database() {
    return this.sync.database
  }

  async close(): Promise<void> {
    await this.thread.close()
    await this.sync.close()
  }

  /** A connected cluster, synchronized and judged. */
  async cluster(objects: ConstructorParameters<typeof MemorySource>[1]): Promise<MemorySource> {
    const source = await this.sync.cluster(objects)
    source.pageSize = 250
    await this.again(source)
    return source
  }

  /** Synchronizes and judges once more. */
  async again(source: MemorySource): Promise<ItemResult> {
    await this.sync.sync(source)
    return this.evaluate(source.identity.uid)
  }

  evaluate(uid: string, signal = new AbortController().signal): Promise<ItemResult> {
    this.stages = []
    const progress: Progress = {
      stage: (name, fn) => {
        this.stages.push(name)
        return name === 'Evaluating' ? this.beforeAnswer().then(fn) : fn()
      },
      report: () => undefined,
      found: () => undefined,
    }
    const item = { targetId: uid, cluster: uid } as Parameters<TaskDefinition['run']>[0]
    const task = { id: 'task' } as Parameters<TaskDefinition['run']>[3]
    return this.#definition.run(item, progress, signal, task)
  }

  /** Open results, ordered by rule and object. */
  rows({ identity: { uid } }: MemorySource, state: 'OPEN' | 'RESOLVED' = 'OPEN') {
    const where = and(eq(checkResult.cluster, uid), eq(checkResult.state, state))
    const { rule, objectName, path } = checkResult
    return this.database.db.select().from(checkResult).where(where).orderBy(asc(rule), asc(objectName), asc(path))
  }

  objects({ identity: { uid } }: MemorySource) {
    return this.database.db
      .select()
      .from(checkedObject)
      .where(eq(checkedObject.cluster, uid))
      .orderBy(asc(checkedObject.id))
  }

  /** `passed/failed/exempt/not assessable` of the cluster or of a namespace, by rule. */
  async tallies({ identity: { uid } }: MemorySource, namespace?: string): Promise<Record<string, string>> {
    const rows = await this.database.db.select().from(checkTally).where(eq(checkTally.cluster, uid))
    const byRule = Map.groupBy(
      rows.filter((row) => namespace === undefined || row.namespace === namespace),
      ({ rule }) => rule,
    )
    const counts = ['passed', 'failed', 'exempt', 'notAssessable'] as const
    return Object.fromEntries(
      [...byRule]
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .map(([rule, some]) => [rule, counts.map((count) => some.reduce((sum, row) => sum + row[count], 0)).join('/')]),
    )
  }

  risks({ identity: { uid } }: MemorySource, state: 'OPEN' | 'RESOLVED' = 'OPEN') {
    const where = and(eq(risk.cluster, uid), eq(risk.kind, 'CONFIGURATION'), eq(risk.state, state))
    return this.database.db.select().from(risk).where(where).orderBy(asc(risk.rule), asc(risk.id))
  }

  async analysis({ identity: { uid } }: MemorySource) {
    const [row] = await this.database.db.select().from(analysis).where(eq(analysis.cluster, uid))
    return row
  }
}
