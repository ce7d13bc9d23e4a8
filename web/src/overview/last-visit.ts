/** Browser storage belongs to the server's address, so each server has a visit of its own. */
const KEY = 'breakwater.last-visit'

/**
 * A change is written with the time at which its transaction began, and is seen when that has ended, at most this much later: what
 * was under way when the page was left is rather shown twice than never.
 */
const UNDER_WAY_MS = 5_000

/** When the overview was last left; undefined on the first visit, or where nothing may be stored. */
export function lastVisit(storage: Pick<Storage, 'getItem'>): Date | undefined {
  try {
    const at = new Date(storage.getItem(KEY) ?? '')
    return Number.isNaN(at.getTime()) ? undefined : at
  } catch {
    return undefined
  }
}

/** Moves the visit on to `seenUntil`, up to which the page showed all that had changed, by the server's clock. Never back. */
export function leave(storage: Pick<Storage, 'getItem' | 'setItem'>, seenUntil: Date): void {
  const at = new Date(seenUntil.getTime() - UNDER_WAY_MS)
  const before = lastVisit(storage)
  if (before && before >= at) return
  try {
    storage.setItem(KEY, at.toISOString())
  } catch {
    // A browser that stores nothing has no visits to count from.
  }
}
