import { change } from '@breakwater/drizzle/tables/change.ts'
import { coverage, kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { eq } from 'drizzle-orm'
import { ASSET_TABLES } from '../../src/clusters/asset-tables.ts'
import type { ConnectionOptions } from '../../src/clusters/kubeconfig-connection.ts'
import type { AssetType } from '../../src/clusters/normalize/asset-row.ts'
import { kubeconfigSource } from '../../src/clusters/source-kubeconfig.ts'
import type { SyncResult } from '../../src/clusters/sync/sync-cluster.ts'
import { type ApiServer, apiServer } from '../api-server/api-server.ts'
import type { LoggedRequest } from '../api-server/http-server.ts'
import type { MemorySource } from '../memory-source.ts'
import { SyncWorld } from '../sync-world.ts'
import { objectsOf, PAGE_SIZE, type State } from './states.ts'

/** By kind: what is stored of it, row by row, without times. */
export type Picture = ReadonlyMap<string, ReadonlyMap<string, string>>

const NEXT: Readonly<Record<State, State>> = { 0: 1, 1: 2, 2: 0 }

/** A double that goes from state to state, and a database that has seen them all. */
export class FaultWorld {
  readonly world: SyncWorld
  readonly row: MemorySource
  readonly api: ApiServer
  /** What a sync without faults comes to, in each state of the cluster. */
  readonly right = new Map<State, Picture>()
  /** Every request of such a sync, in its order. */
  asked: readonly LoggedRequest[] = []
  #state: State = 0

  private constructor(world: SyncWorld, row: MemorySource, api: ApiServer) {
    this.world = world
    this.row = row
    this.api = api
  }

  static async open(): Promise<FaultWorld> {
    const world = await SyncWorld.open()
    const row = await world.cluster([])
    const { uid } = row.identity
    const api = await apiServer({ objects: objectsOf(0, uid), uid })
    const faults = new FaultWorld(world, row, api)
    for (let states = 0; states < 3; states++) {
      faults.turn()
      api.forget()
      await faults.sync()
      faults.right.set(faults.#state, await faults.picture())
    }
    faults.asked = [...api.requests]
    return faults
  }

  /** What a sync without faults would come to now. */
  get wanted(): Picture {
    return this.right.get(this.#state) ?? new Map()
  }

  /** The cluster changes: of every kind something comes, changes and goes. */
  turn(): void {
    this.#state = NEXT[this.#state]
    this.api.store.replaceAll(objectsOf(this.#state, this.uid))
  }

  get uid(): string {
    return this.row.identity.uid
  }

  async close(): Promise<void> {
    await this.api.close().catch(() => undefined)
    await this.world.close()
  }

  async source(connection: ConnectionOptions = {}) {
    return kubeconfigSource({
      kubeconfig: this.api.kubeconfig(),
      origin: 'machine',
      allowPrivateAddresses: true,
      connection: { wait: async () => {}, ...connection },
      pageSize: PAGE_SIZE,
    })
  }

  /** Throws what a sync throws. */
  async sync(connection?: ConnectionOptions): Promise<SyncResult> {
    const source = await this.source(connection)
    try {
      return await this.world.syncFrom(source, this.uid)
    } finally {
      await source.close()
    }
  }

  /** Present rows. */
  async picture(): Promise<Picture> {
    return pictureOf(this.world, this.uid)
  }

  async coverage(): Promise<ReadonlyMap<string, typeof coverage.$inferSelect>> {
    const rows = await this.world.database.db.select().from(coverage).where(eq(coverage.cluster, this.uid))
    return new Map(rows.map((row) => [row.kind, row]))
  }

  /** Ids of what was recorded as removed after the last call of `world.forgetChanges`. */
  async removed(): Promise<string[]> {
    const rows = await this.world.database.db.select().from(change).where(eq(change.cluster, this.uid))
    return rows.filter(({ operation }) => operation === 'REMOVED').map(({ type, node }) => `${type} ${node}`)
  }
}

/**
 * What is present of a cluster, without times. Rows of assets stand with the kind that brings them; what is counted from other rows
 * stands apart, under `counted`.
 */
export async function pictureOf(world: Pick<SyncWorld, 'database'>, uid: string): Promise<Picture> {
  const picture = new Map<string, Map<string, string>>()
  const put = (kind: string, id: string, row: object) => {
    const rows = picture.get(kind) ?? new Map<string, string>()
    picture.set(kind, rows.set(id, JSON.stringify(row)))
  }
  const { db } = world.database
  for (const { id, kind, contentHash, present } of await db
    .select()
    .from(kubernetesObject)
    .where(eq(kubernetesObject.cluster, uid))) {
    if (present) put(kind, `${kind} ${id}`, { contentHash })
  }
  for (const [type, { table, counted }] of Object.entries(ASSET_TABLES)) {
    for (const row of await db.select().from(table).where(eq(table.cluster, uid))) {
      if (!row.present) continue
      const { firstSeenAt: _first, lastSeenAt: _last, ...told } = row
      const [own, sums] = split(told, counted)
      put(kindOf(type as AssetType, own), `${type} ${row.id}`, own)
      put('counted', `${type} ${row.id}`, sums)
    }
  }
  return picture
}

function split(row: object, counted: readonly string[]): [own: Record<string, unknown>, sums: Record<string, unknown>] {
  const of = (wanted: boolean) =>
    Object.fromEntries(Object.entries(row).filter(([key]) => counted.includes(key) === wanted))
  return [of(false), of(true)]
}

function kindOf(type: AssetType, row: Readonly<Record<string, unknown>>): string {
  if (type === 'ClusterNode') return 'Node'
  if (type === 'Container') return 'Pod'
  return type === 'Workload' ? String(row['kind']) : type
}
