import { Writable } from 'node:stream'
import { clusterNode, container, namespace, pod, service, workload } from '@breakwater/drizzle/tables/asset.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { cluster, coverage } from '@breakwater/drizzle/tables/cluster.ts'
import { and, asc, eq, sql } from 'drizzle-orm'
import { type TestDatabase, testDatabase } from '../../drizzle/test/database.ts'
import type { ClusterSource } from '../src/clusters/source.ts'
import { type SyncResult, syncCluster } from '../src/clusters/sync/sync-cluster.ts'
import { createLog } from '../src/log.ts'
import { createMasker } from '../src/secrets/mask.ts'
import type { Progress } from '../src/tasks/definition.ts'
import { MemorySource } from './memory-source.ts'

export const quiet = createLog('fatal', new Writable({ write: (_chunk, _encoding, done) => done() }))

const tables = {
  Namespace: namespace,
  ClusterNode: clusterNode,
  Workload: workload,
  Pod: pod,
  Container: container,
  Service: service,
}
export type TypedTable = keyof typeof tables

/** A database, and as many clusters in it as a test wants. */
export class SyncWorld {
  readonly #database: TestDatabase
  #clusters = 0

  private constructor(database: TestDatabase) {
    this.#database = database
  }

  static async open(): Promise<SyncWorld> {
    return new SyncWorld(await testDatabase())
  }

  get database() {
    return this.#database.database
  }

  close(): Promise<void> {
    return this.#database.close()
  }

  /** A connected cluster of its own, and what its source shows. */
  async cluster(objects: ConstructorParameters<typeof MemorySource>[1]): Promise<MemorySource> {
    const source = new MemorySource(`cluster-${++this.#clusters}`, objects)
    const row = {
      uid: source.identity.uid,
      name: 'test',
      nameLower: 'test',
      sourceKind: source.kind,
      connectedAt: new Date(),
    }
    await this.database.transaction((tx) => tx.insert(cluster).values(row))
    return source
  }

  sync(source: MemorySource, signal?: AbortSignal, uid?: string): Promise<SyncResult> {
    return this.syncFrom(source, uid ?? source.identity.uid, signal)
  }

  /** Of a connected cluster, from any source. */
  syncFrom(source: ClusterSource, uid: string, signal = new AbortController().signal): Promise<SyncResult> {
    return syncCluster({
      database: this.database,
      cluster: uid,
      source,
      masker: createMasker(Buffer.alloc(32, 1)),
      progress: noProgress,
      signal,
      log: quiet,
    })
  }

  /** Rows of a type, ordered by id; present ones unless told otherwise. */
  async rows<T extends TypedTable>(
    type: T,
    source: MemorySource,
    present = true,
  ): Promise<(typeof tables)[T]['$inferSelect'][]> {
    const table = tables[type]
    const rows = await this.database.db
      .select()
      .from(table)
      .where(and(eq(table.cluster, source.identity.uid), eq(table.present, present)))
      .orderBy(asc(table.id))
    return rows as (typeof tables)[T]['$inferSelect'][]
  }

  async names(type: TypedTable, source: MemorySource): Promise<string[]> {
    return (await this.rows(type, source)).map((row) => row.name)
  }

  /** Changes of the cluster after the last call of `forgetChanges`, in order. */
  async changes(source: MemorySource) {
    const rows = await this.database.db
      .select()
      .from(change)
      .where(eq(change.cluster, source.identity.uid))
      .orderBy(asc(change.seq))
    return rows.map(({ type, node, operation, old, new: fresh }) => ({
      type,
      node: node.slice(source.identity.uid.length + 1),
      operation,
      old,
      new: fresh,
    }))
  }

  async forgetChanges(): Promise<void> {
    await this.database.transaction((tx) => tx.delete(change))
  }

  /** Which version of which row there is: equal when nothing was written. */
  async versions(source: MemorySource): Promise<Record<string, string[]>> {
    const versions: Record<string, string[]> = {}
    for (const name of ['namespace', 'cluster_node', 'workload', 'pod', 'container', 'service', 'kubernetes_object']) {
      const result = await this.database.db.execute<{ version: string }>(
        sql`select id || ' ' || xmin::text as version from ${sql.identifier(name)} where cluster = ${source.identity.uid} order by id`,
      )
      versions[name] = result.rows.map(({ version }) => version)
    }
    return versions
  }

  async coverage(source: MemorySource, kind: string) {
    const [row] = await this.database.db
      .select()
      .from(coverage)
      .where(and(eq(coverage.cluster, source.identity.uid), eq(coverage.kind, kind)))
    return row
  }

  async clusterRow(source: MemorySource) {
    const [row] = await this.database.db.select().from(cluster).where(eq(cluster.uid, source.identity.uid))
    return row
  }
}

const noProgress: Progress = { stage: (_name, fn) => fn(), report: () => {}, found: () => {} }
