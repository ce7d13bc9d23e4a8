import type { Database } from '@breakwater/drizzle/database.ts'
import { objectId, objectOfId } from '../kubernetes/row-ids.ts'
import { differenceTo, readObjects } from './stored-objects.ts'
import type { ThreadHost } from './thread-host.ts'
import type { ClusterQuestion, GoneObject, StoredObject } from './thread-messages.ts'

/** Keeps a thread that analyzes at what is stored of clusters. */
export interface LiveClusters<Settings, Q extends ClusterQuestion, A extends Record<Q['ask'], unknown>> {
  /** Tells the thread what has changed in a cluster since it was last told. */
  refresh(uid: string, settings: Settings, signal: AbortSignal): Promise<void>
  /** Asks the thread about a cluster, after `refresh`. When that fails the cluster is told whole the next time. */
  ask<One extends Q>(question: One): Promise<A[One['ask']]>
}

/** Objects of all clusters that the thread keeps; those of the cluster that was longest not asked for go first. About 5 KB each. */
const MOST_OBJECTS = 150_000

/** `kinds` are those that the thread is told of, as `kubernetes/kinds.ts` names them. */
export function createLiveClusters<Settings, Q extends ClusterQuestion, A extends Record<Q['ask'], unknown>>(
  database: Database,
  host: ThreadHost<Settings, Q, A>,
  kinds: readonly string[],
): LiveClusters<Settings, Q, A> {
  /** What the thread knows: content hashes by object id, by cluster; the one that was asked for last stands last. */
  const told = new Map<string, Map<string, string>>()
  let toldTo = host.generation
  const turns = new Map<string, Promise<void>>()

  async function refresh(uid: string, settings: Settings, signal: AbortSignal): Promise<void> {
    const { generation } = host
    if (toldTo !== generation) told.clear()
    toldTo = generation
    const known = told.get(uid) ?? new Map<string, string>()
    // What was cut off left the thread with something, and nobody knows with what.
    if (!told.delete(uid)) await host.tell({ ask: 'forget', cluster: uid })
    const { changed, gone } = await differenceTo(database, { uid, kinds }, known, signal)
    const tell = (some: readonly StoredObject[], others: readonly GoneObject[]) =>
      host.tell({ ask: 'change', cluster: uid, settings, changed: some, gone: others })
    // Also where nothing is there or has changed: a cluster of nothing is known, too.
    await tell(
      [],
      gone.map((id) => objectOfId(uid, id)),
    )
    for (const id of gone) known.delete(id)
    for await (const objects of readObjects(database, [...changed.keys()], signal)) {
      await tell(objects, [])
      for (const { kind, namespace, name } of objects) {
        const id = objectId(uid, kind, namespace, name)
        known.set(id, changed.get(id) ?? '')
      }
    }
    if (host.generation === generation) told.set(uid, known)
    await makeRoom(uid)
  }

  async function makeRoom(forUid: string): Promise<void> {
    let objects = [...told.values()].reduce((sum, known) => sum + known.size, 0)
    for (const [uid, known] of [...told]) {
      if (objects <= MOST_OBJECTS || uid === forUid) return
      told.delete(uid)
      objects -= known.size
      await host.tell({ ask: 'forget', cluster: uid })
    }
  }

  return {
    ask: (question) =>
      host.ask(question).catch((error: unknown) => {
        told.delete(question.cluster)
        throw error
      }),
    refresh(uid, settings, signal) {
      const before = turns.get(uid) ?? Promise.resolve()
      const turn = before.then(() => refresh(uid, settings, signal))
      const ended = turn.catch(() => undefined)
      turns.set(uid, ended)
      void ended.then(() => {
        if (turns.get(uid) === ended) turns.delete(uid)
      })
      return turn
    },
  }
}
