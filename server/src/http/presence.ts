import type { Viewer } from '@breakwater/schema/viewer.ts'
import type { Log } from '../log.ts'
import type { Access } from './access.ts'

/** Who is in at this moment: by an open WebSocket, or by a request that still runs. */
export interface Presence {
  /**
   * Until the returned function is called: `onEnded` is called once, within seconds after the viewer's token or session was revoked
   * or ran out, whichever process did it.
   */
  enter(viewer: Viewer, onEnded: () => void): () => void
  close(): void
}

interface Visitor {
  readonly id: string
  readonly onEnded: () => void
}

const LOOK_EVERY_MS = 2_000
/** Ids that one query asks for. */
const BATCH = 1_000

/** Looks every two seconds, by one query, and by none while nobody is in. */
export function createPresence(access: Pick<Access, 'stillIn'>, log: Log, everyMs = LOOK_EVERY_MS): Presence {
  const visitors = new Set<Visitor>()
  let looking = false

  async function look(): Promise<void> {
    if (looking || visitors.size === 0) return
    looking = true
    try {
      const asked = [...visitors]
      const ids = [...new Set(asked.map((visitor) => visitor.id))]
      const good = new Set<string>()
      for (let at = 0; at < ids.length; at += BATCH) {
        for (const id of await access.stillIn(ids.slice(at, at + BATCH))) good.add(id)
      }
      for (const visitor of asked) {
        if (good.has(visitor.id) || !visitors.delete(visitor)) continue
        visitor.onEnded()
      }
    } catch (error) {
      // Without the database there is nothing to be told either; the next look decides.
      log.warn({ err: error }, 'it could not be told whose access has ended')
    } finally {
      looking = false
    }
  }

  const timer = setInterval(() => void look(), everyMs)
  timer.unref()
  return {
    enter({ id }, onEnded) {
      const visitor = { id, onEnded }
      visitors.add(visitor)
      return () => void visitors.delete(visitor)
    },
    close: () => clearInterval(timer),
  }
}
