import type { Database } from '@breakwater/drizzle/database.ts'
import type { AnalysisHost } from './analysis-host.ts'
import type { AnalysisSettings } from './model.ts'
import { differenceTo, objectOf, readObjects } from './stored-objects.ts'

/** Keeps the thread that analyzes at what is stored of clusters. */
export interface LiveClusters {
  /** Tells the thread what has changed in a cluster since it was last asked. */
  refresh(uid: string, settings: AnalysisSettings, signal: AbortSignal): Promise<void>
}

/** Objects of all clusters that the thread keeps; those of the cluster that was longest not asked for go first. About 5 KB each. */
const MOST_OBJECTS = 150_000

export function createLiveClusters(database: Database, host: AnalysisHost): LiveClusters {
  /** Content hashes by object id, by cluster; the one that was asked for last stands last. */
  const told = new Map<string, Map<string, string>>()
  let generation = host.generation
  const turns = new Map<string, Promise<void>>()

  async function refresh(uid: string, settings: AnalysisSettings, signal: AbortSignal): Promise<void> {
    if (generation !== host.generation) told.clear()
    generation = host.generation
    const known = told.get(uid) ?? new Map<string, string>()
    told.delete(uid)
    // Only once all of it was told is it known: what is cut off in between is told anew.
    const { changed, gone } = await differenceTo(database, uid, known, signal)
    const tell = async (
      objects: Awaited<ReturnType<typeof readObjects>> extends AsyncGenerator<infer O> ? O : never,
    ) => {
      await host.ask({ ask: 'change', cluster: uid, settings, changed: objects, gone: [] })
      for (const { kind, namespace, name } of objects) {
        const id = `${uid}/${kind}/${namespace}/${name}`
        known.set(id, changed.get(id) ?? '')
      }
    }
    try {
      for await (const objects of readObjects(database, [...changed.keys()], signal)) await tell(objects)
      if (gone.length > 0) {
        await host.ask({
          ask: 'change',
          cluster: uid,
          settings,
          changed: [],
          gone: gone.map((id) => objectOf(uid, id)),
        })
        for (const id of gone) known.delete(id)
      }
    } finally {
      if (generation === host.generation) told.set(uid, known)
    }
    await makeRoom(uid)
  }

  async function makeRoom(forUid: string): Promise<void> {
    let objects = [...told.values()].reduce((sum, known) => sum + known.size, 0)
    for (const [uid, known] of [...told]) {
      if (objects <= MOST_OBJECTS || uid === forUid) return
      told.delete(uid)
      objects -= known.size
      await host.ask({ ask: 'forget', cluster: uid })
    }
  }

  return {
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
