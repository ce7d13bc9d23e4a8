import { workload } from '@breakwater/drizzle/tables/asset.ts'
import { kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { and, asc, eq, gt, lt } from 'drizzle-orm'
import { idsOfObjects } from '../../kubernetes/row-ids.ts'
import type { Sync } from './sync.ts'

/** A read is to take at most 50 ms. */
const ROWS_A_READ = 5_000

/** What is stored of an object. */
export interface KnownObject {
  readonly contentHash: string
  /** As it was read when it was last written. */
  readonly version: string
}

/** A kind's present objects by their ids. */
export async function knownObjects(
  { database, cluster, signal }: Sync,
  kind: string,
): Promise<Map<string, KnownObject>> {
  const known = new Map<string, KnownObject>()
  const [from, to] = idsOfObjects(cluster, kind)
  for (let after = from; ; ) {
    signal.throwIfAborted()
    const rows = await database.db
      .select({
        id: kubernetesObject.id,
        contentHash: kubernetesObject.contentHash,
        version: kubernetesObject.version,
      })
      .from(kubernetesObject)
      .where(and(gt(kubernetesObject.id, after), lt(kubernetesObject.id, to), eq(kubernetesObject.present, true)))
      .orderBy(asc(kubernetesObject.id))
      .limit(ROWS_A_READ)
    for (const { id, ...one } of rows) known.set(id, one)
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_A_READ) return known
    after = last.id
  }
}

/** Remembers which workloads are present. */
export async function readPresentWorkloads({ database, cluster, signal, picture }: Sync): Promise<void> {
  for (let after = ''; ; ) {
    signal.throwIfAborted()
    const rows = await database.db
      .select({ id: workload.id })
      .from(workload)
      .where(and(eq(workload.cluster, cluster), gt(workload.id, after), eq(workload.present, true)))
      .orderBy(asc(workload.id))
      .limit(ROWS_A_READ)
    for (const { id } of rows) picture.presentWorkloads.add(id)
    const last = rows.at(-1)
    if (!last || rows.length < ROWS_A_READ) return
    after = last.id
  }
}
