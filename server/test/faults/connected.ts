import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { pod } from '@breakwater/drizzle/tables/asset.ts'
import { cluster, clusterSource, clusterWatch } from '@breakwater/drizzle/tables/cluster.ts'
import { eq } from 'drizzle-orm'
import { createWatches, type Watches } from '../../src/clusters/watch/watches.ts'
import { KINDS } from '../../src/kubernetes/kinds.ts'
import { createMasker } from '../../src/secrets/mask.ts'
import type { TaskRow } from '../../src/tasks/definition.ts'
import { createTaskRunner } from '../../src/tasks/runner.ts'
import { type ApiServer, apiServer } from '../api-server/api-server.ts'
import { ClusterWorld } from '../cluster-world.ts'
import { quiet } from '../sync-world.ts'
import { add, ended, eventually, FAST, silent } from '../tasks.ts'
import { type Picture, pictureOf } from './fault-world.ts'

/** A cluster that is connected by a kubeconfig whose certificate authority stands in a file of its own. */
export class Connected {
  readonly api: ApiServer
  readonly world: ClusterWorld
  #watches: Watches | undefined

  private constructor(api: ApiServer, world: ClusterWorld) {
    this.api = api
    this.world = world
  }

  static async open(): Promise<Connected> {
    const world = await ClusterWorld.open()
    const api = await apiServer({ pods: 3, services: 2 })
    const connected = new Connected(api, world)
    await connected.trust(api.ca)
    const authority = { 'certificate-authority': connected.#authority }
    await world.writeKubeconfig(api.kubeconfig({ withoutCa: true, cluster: authority }))
    await world.database.transaction(async (tx) => {
      const { uid } = connected
      const source = { sourceKind: 'KUBECONFIG', connectedAt: new Date() } as const
      await tx.insert(cluster).values({ uid, name: 'test', nameLower: 'test', ...source })
      const origin = { kind: 'KUBECONFIG', origin: 'MACHINE', reference: 'double' } as const
      await tx.insert(clusterSource).values({ cluster: uid, ...origin, updatedAt: new Date() })
    })
    return connected
  }

  async close(): Promise<void> {
    await this.#watches?.stop()
    await this.api.close().catch(() => undefined)
    await this.world.close()
  }

  get uid(): string {
    return this.api.uid
  }

  get #authority(): string {
    return join(this.world.folder, 'authority.pem')
  }

  /** Writes the file with the certificate authority. */
  trust(authority: string): Promise<void> {
    return writeFile(this.#authority, authority)
  }

  /** A sync as a task, until it has ended. */
  async sync(): Promise<TaskRow> {
    const { database } = this.world
    const runner = createTaskRunner({
      database,
      definitions: [this.world.sync],
      owner: 'test',
      timing: FAST,
      log: silent,
    })
    const request = { kind: 'CONTAINER_ASSET_SYNC', cluster: this.uid, target: 'test', targetKey: this.uid } as const
    const { id } = await add(database, request)
    await runner.start()
    const task = await ended(database, id)
    await runner.stop()
    return task
  }

  /** Follows the cluster until it is closed. Resolves once it is followed. */
  async watch(): Promise<void> {
    this.#watches = createWatches({
      database: this.world.database,
      sources: this.world.sources,
      masker: createMasker(Buffer.alloc(32, 1)),
      log: quiet,
      owner: 'test',
      pauses: { lookMs: 50, leaseMs: 5_000, firstMs: 50, mostMs: 400, lostMs: 300 },
    })
    await this.#watches.start()
    const kinds = KINDS.filter(({ optional }) => !optional)
    await eventually(() => this.api.openWatches().length === kinds.length, 40_000)
  }

  picture(): Promise<Picture> {
    return pictureOf(this.world, this.uid)
  }

  async row() {
    const [row] = await this.world.database.db.select().from(cluster).where(eq(cluster.uid, this.uid))
    return row
  }

  async watchOf(kind: string) {
    const rows = await this.world.database.db.select().from(clusterWatch).where(eq(clusterWatch.cluster, this.uid))
    return rows.find((row) => row.kind === kind)
  }

  async podNames(): Promise<string[]> {
    const rows = await this.world.database.db.select().from(pod).where(eq(pod.cluster, this.uid))
    return rows.filter(({ present }) => present).map(({ name }) => name)
  }

  addPod(name: string): void {
    this.api.store.put({
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name, namespace: 'team-1' },
      spec: { containers: [{ name: 'main', image: 'a:1' }] },
    })
  }
}
