import { container } from '@breakwater/drizzle/tables/asset.ts'
import { exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { risk } from '@breakwater/drizzle/tables/risk.ts'
import { and, asc, eq } from 'drizzle-orm'
import { createExposureThread, createLiveExposures, type ExposureThread } from '../src/exposure/exposure-thread.ts'
import { type AnalysisSettings, DEFAULT_SETTINGS } from '../src/exposure/model.ts'
import { containerExposure } from '../src/exposure/task.ts'
import type { ItemResult, Progress, TaskDefinition } from '../src/tasks/definition.ts'
import type { MemorySource } from './memory-source.ts'
import { SyncWorld } from './sync-world.ts'

/** Clusters that are synchronized and whose exposures are analyzed, as the task does it, in a thread. */
export class ExposureWorld {
  readonly sync: SyncWorld
  readonly host: ExposureThread
  settings: AnalysisSettings = DEFAULT_SETTINGS
  /** Clusters of which something waits for the next analysis to agree. */
  readonly waiting: string[] = []
  /** Clusters of which others were told that their exposures are others than before. */
  readonly told: string[] = []
  /** Stages of the last analysis. */
  stages: string[] = []
  /** Called when the thread was told all, before it is asked. */
  beforeAnswer: () => Promise<void> = async () => undefined
  readonly #definition: TaskDefinition

  private constructor(sync: SyncWorld) {
    this.sync = sync
    this.host = createExposureThread()
    this.#definition = containerExposure({
      database: sync.database,
      live: createLiveExposures(sync.database, this.host),
      settings: async () => this.settings,
      onWaiting: (uid) => this.waiting.push(uid),
      onChanged: (uid) => this.told.push(uid),
    })
  }

  static async open(): Promise<ExposureWorld> {
    return new ExposureWorld(await SyncWorld.open())
  }

  get database() {
    return this.sync.database
  }

  async close(): Promise<void> {
    await this.host.close()
    await this.sync.close()
  }

  /** A connected cluster, synchronized and analyzed. */
  async cluster(objects: ConstructorParameters<typeof MemorySource>[1]): Promise<MemorySource> {
    const source = await this.sync.cluster(objects)
    source.pageSize = 250
    await this.again(source)
    return source
  }

  /** Synchronizes and analyzes once more. */
  async again(source: MemorySource): Promise<ItemResult> {
    await this.sync.sync(source)
    return this.analyze(source.identity.uid)
  }

  analyze(uid: string, signal = new AbortController().signal): Promise<ItemResult> {
    this.stages = []
    const progress: Progress = {
      stage: (name, fn) => {
        this.stages.push(name)
        return name === 'Analyzing' ? this.beforeAnswer().then(fn) : fn()
      },
      report: () => undefined,
      found: () => undefined,
    }
    const item = { targetId: uid, cluster: uid } as Parameters<TaskDefinition['run']>[0]
    const task = { id: 'task' } as Parameters<TaskDefinition['run']>[3]
    return this.#definition.run(item, progress, signal, task)
  }

  /** Open exposures, ordered by id. */
  rows({ identity: { uid } }: MemorySource, state: 'OPEN' | 'RESOLVED' = 'OPEN') {
    const where = and(eq(exposure.cluster, uid), eq(exposure.state, state))
    return this.database.db.select().from(exposure).where(where).orderBy(asc(exposure.id))
  }

  risks({ identity: { uid } }: MemorySource, state: 'OPEN' | 'RESOLVED' = 'OPEN') {
    const where = and(eq(risk.cluster, uid), eq(risk.kind, 'EXPOSURE'), eq(risk.state, state))
    return this.database.db.select().from(risk).where(where).orderBy(asc(risk.id))
  }

  /** Rank of the strongest exposure by container. */
  async ranks({ identity: { uid } }: MemorySource): Promise<Record<string, number>> {
    const rows = await this.database.db.select().from(container).where(eq(container.cluster, uid))
    return Object.fromEntries(rows.map(({ podName, name, exposureRank }) => [`${podName}/${name}`, exposureRank]))
  }
}
