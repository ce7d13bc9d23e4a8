import type { Database } from '@breakwater/drizzle/database.ts'
import { cluster, coverage, kubernetesObject } from '@breakwater/drizzle/tables/cluster.ts'
import { and, asc, eq, gt, inArray, lt, sql } from 'drizzle-orm'
import { idsOfObjects } from '../kubernetes/row-ids.ts'
import type { StoredObject } from './thread-messages.ts'

/** A read is to take at most 50 ms. */
const HASHES_A_READ = 5_000
const OBJECTS_A_READ = 250

/** Objects of some kinds of a cluster. */
export interface KindsOfCluster {
  readonly uid: string
  /** As `kubernetes/kinds.ts` names them. */
  readonly kinds: readonly string[]
}

/** What differs between the stored objects of a cluster and what somebody knows of them. */
export interface ObjectDifference {
  /** Ids of objects that are new or have changed, with their content's hash. */
  readonly changed: ReadonlyMap<string, string>
  readonly gone: readonly string[]
}

/** Compares what is stored of the kinds with `known`, content hashes by id. */
export async function differenceTo(
  { db }: Database,
  { uid, kinds }: KindsOfCluster,
  known: ReadonlyMap<string, string>,
  signal: AbortSignal,
): Promise<ObjectDifference> {
  const changed = new Map<string, string>()
  const gone = new Set(known.keys())
  for (const kind of kinds) {
    const [from, to] = idsOfObjects(uid, kind)
    for (let after = from; ; ) {
      signal.throwIfAborted()
      const rows = await db
        .select({ id: kubernetesObject.id, hash: kubernetesObject.contentHash })
        .from(kubernetesObject)
        .where(and(gt(kubernetesObject.id, after), lt(kubernetesObject.id, to), eq(kubernetesObject.present, true)))
        .orderBy(asc(kubernetesObject.id))
        .limit(HASHES_A_READ)
      for (const { id, hash } of rows) {
        gone.delete(id)
        if (known.get(id) !== hash) changed.set(id, hash)
      }
      const last = rows.at(-1)
      if (!last || rows.length < HASHES_A_READ) break
      after = last.id
    }
  }
  return { changed, gone: [...gone] }
}

/** Reads objects by their ids, some at a time, with their content as the text that it is stored as. */
export async function* readObjects(
  { db }: Database,
  ids: readonly string[],
  signal: AbortSignal,
): AsyncGenerator<readonly StoredObject[]> {
  for (let at = 0; at < ids.length; at += OBJECTS_A_READ) {
    signal.throwIfAborted()
    const some = ids.slice(at, at + OBJECTS_A_READ)
    yield await db
      .select({
        kind: kubernetesObject.kind,
        apiVersion: kubernetesObject.apiVersion,
        namespace: kubernetesObject.namespace,
        name: kubernetesObject.name,
        content: sql<string>`${kubernetesObject.content}`,
      })
      .from(kubernetesObject)
      .where(inArray(kubernetesObject.id, some))
      .limit(some.length)
  }
}

/** Kinds that could not be read whole, and why. What a whole of its own does not hold is not there, and hides nothing. */
export async function unreadKinds({ db }: Database, { uid, kinds }: KindsOfCluster): Promise<Map<string, string>> {
  const rows = await db
    .select({ kind: coverage.kind, reason: coverage.reason })
    .from(coverage)
    .where(and(eq(coverage.cluster, uid), inArray(coverage.kind, [...kinds])))
  const [source] = await db.select({ kind: cluster.sourceKind }).from(cluster).where(eq(cluster.uid, uid)).limit(1)
  const isWhole = source?.kind === 'SNAPSHOT' && uid.startsWith('snapshot-')
  const hides = (reason: string) =>
    reason !== 'COMPLETE' && reason !== 'NOT_SERVED' && !(isWhole && reason === 'NOT_IN_SNAPSHOT')
  return new Map(rows.filter(({ reason }) => hides(reason)).map(({ kind, reason }) => [kind, reason]))
}
