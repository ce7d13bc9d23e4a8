import { type Client, createRequest } from 'urql'
import { graphql, type Scalar } from '../api/graphql.ts'

/** One changed row, without its content: who shows it reads it again by id. */
export interface LiveChange {
  readonly type: string
  readonly nodeId: string
  readonly operation: Scalar<'ChangeOperation'>
  readonly cluster: string | null
  readonly namespace: string
  readonly at: string
}

/**
 * Changes in order; `resync` means that some may have been missed and everything shown is to be read anew: the stream was cut, or
 * has begun only after the reading had.
 */
export type ChangeListener = (changes: readonly LiveChange[], resync: boolean) => void

export interface ChangeFeed {
  /** Calls `listener` with changes of the given GraphQL types until the returned function is called. */
  listen(types: readonly string[], listener: ChangeListener): () => void
  /** How far behind the last batch was, in ms; undefined before the first. */
  lagMs(): number | undefined
}

const ChangesSubscription = graphql(`
  subscription Changes($after: String, $types: [String!]) {
    changes(after: $after, filter: { types: $types }) {
      cursor
      resync
      changes {
        type
        nodeId
        operation
        cluster
        namespace
        at
      }
    }
  }
`)

/** Pages open and close lists in bursts; the subscription follows once they are settled. */
const SETTLE_MS = 50
const REOPEN_MS = 500

/**
 * One subscription to changes for the whole page, of just the types that something on it shows. When that set changes
 * the subscription is opened anew at the cursor from which on the newcomers need it, so nothing is missed in between.
 * Without a cursor its first batch tells where it begins: who listened before that reads once more.
 */
export function createChangeFeed(client: Client): ChangeFeed {
  const listeners = new Map<ChangeListener, readonly string[]>()
  let cursor: string | undefined
  /** Where the stream stood when the first came who listens to more than what is open. */
  let neededFrom: string | undefined
  let openTypes: readonly string[] = []
  let close: (() => void) | undefined
  let settling: ReturnType<typeof setTimeout> | undefined
  let lastLagMs: number | undefined

  function settle(delayMs: number): void {
    clearTimeout(settling)
    settling = setTimeout(follow, delayMs)
  }

  function follow(): void {
    const types = [...new Set([...listeners.values()].flat())].sort()
    const after = neededFrom ?? cursor
    neededFrom = undefined
    if (types.join() === openTypes.join()) return
    close?.()
    close = undefined
    openTypes = types
    if (types.length > 0) open(types, after)
    else cursor = undefined
  }

  function open(types: string[], after: string | undefined): void {
    const request = createRequest(ChangesSubscription, { types, after: after ?? null })
    let begins = after === undefined
    let closed = false
    const { unsubscribe } = client.executeSubscription(request).subscribe((result) => {
      const batch = result.data?.changes
      if (batch) {
        cursor = batch.cursor
        const last = batch.changes.at(-1)
        if (last) lastLagMs = Math.max(0, Date.now() - Date.parse(last.at))
        if (begins && hasNewcomers()) neededFrom = cursor
        publish(batch.changes, batch.resync || begins)
        begins = false
      }
      // The server ends a stream that did not keep up, after a resync: start again at its cursor.
      if (!closed && (result.error || result.hasNext === false)) {
        openTypes = []
        settle(REOPEN_MS)
      }
    })
    close = () => {
      closed = true
      unsubscribe()
    }
  }

  function hasNewcomers(): boolean {
    return [...listeners.values()].flat().some((type) => !openTypes.includes(type))
  }

  function publish(changes: readonly LiveChange[], resync: boolean): void {
    for (const [listener, types] of listeners) {
      const mine = changes.filter((change) => types.includes(change.type))
      if (mine.length > 0 || resync) listener(mine, resync)
    }
  }

  return {
    listen(types, listener) {
      listeners.set(listener, types)
      if (hasNewcomers()) neededFrom ??= cursor
      settle(SETTLE_MS)
      return () => {
        listeners.delete(listener)
        settle(SETTLE_MS)
      }
    },
    lagMs: () => lastLagMs,
  }
}
