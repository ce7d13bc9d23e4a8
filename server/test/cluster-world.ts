import { createHash } from 'node:crypto'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { createClusterService } from '../src/clusters/cluster-service.ts'
import { clusterRemoval } from '../src/clusters/removal-task.ts'
import type { ServiceAccountPlace } from '../src/clusters/source-in-cluster.ts'
import { createSources } from '../src/clusters/sources.ts'
import { containerAssetSync } from '../src/clusters/task.ts'
import { createMasker } from '../src/secrets/mask.ts'
import { secretKey } from '../src/secrets/seal.ts'
import type { ItemResult, Progress, TaskDefinition, TaskItemRow, TaskRow } from '../src/tasks/definition.ts'
import { createTaskService } from '../src/tasks/task-service.ts'
import { quiet, SyncWorld } from './sync-world.ts'

/** A database with the cluster service and its tasks, as the server wires them; tasks run when a test says so. */
export class ClusterWorld {
  readonly world: SyncWorld
  readonly folder: string

  private constructor(world: SyncWorld, folder: string) {
    this.world = world
    this.folder = folder
  }

  static async open(): Promise<ClusterWorld> {
    return new ClusterWorld(await SyncWorld.open(), await mkdtemp(join(tmpdir(), 'clusters-')))
  }

  get database() {
    return this.world.database
  }

  close(): Promise<void> {
    return this.world.close()
  }

  /** Writes a machine's kubeconfig. */
  async writeKubeconfig(text: string): Promise<void> {
    await writeFile(this.#kubeconfig, text)
  }

  get #kubeconfig(): string {
    return join(this.folder, 'config')
  }

  readonly key = secretKey(createHash('sha256').update('test').digest())
  readonly masker = createMasker(this.key.key)

  get sources() {
    return this.#sources(undefined)
  }

  #sources(serviceAccount: ServiceAccountPlace | undefined) {
    return createSources({
      serviceAccount,
      database: this.database,
      key: this.key,
      masker: this.masker,
      kubeconfig: this.#kubeconfig,
      environment: process.env,
      snapshotFolder: this.folder,
      allowPrivateAddresses: true,
      sampleFolder: fileURLToPath(new URL('../sample', import.meta.url)),
      connection: { wait: async () => {} },
    })
  }

  get tasks() {
    return createTaskService({ database: this.database, kinds: ['CONTAINER_ASSET_SYNC', 'CLUSTER_REMOVAL'] })
  }

  get service() {
    return this.withServiceAccount(undefined)
  }

  /** The service of a process that runs in a cluster. */
  withServiceAccount(serviceAccount: ServiceAccountPlace | undefined) {
    return createClusterService({
      database: this.database,
      tasks: this.tasks,
      sources: this.#sources(serviceAccount),
      serviceAccount,
      kubeconfig: this.#kubeconfig,
      environment: process.env,
      masker: createMasker(this.key.key),
      snapshotFolder: this.folder,
    })
  }

  get sync(): TaskDefinition {
    return containerAssetSync({
      database: this.database,
      sources: this.sources,
      masker: createMasker(this.key.key),
      log: quiet,
    })
  }

  get removal(): TaskDefinition {
    return clusterRemoval({ database: this.database })
  }
}

/** Runs all items of a task, one after the other. */
export async function runItems(definition: TaskDefinition, task: TaskRow): Promise<ItemResult[]> {
  const signal = new AbortController().signal
  const results: ItemResult[] = []
  for (const item of await definition.items(task, signal)) {
    results.push(await definition.run({ ...item, id: 'item' } as TaskItemRow, noProgress, signal, task))
  }
  return results
}

const noProgress: Progress = { stage: (_name, fn) => fn(), report: () => {}, found: () => {} }
