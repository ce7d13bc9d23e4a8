import type { KindDefinition } from '../../kubernetes/kinds.ts'
import { type ClusterSource, SourceError } from '../source.ts'
import { pause } from './pause.ts'
import type { Pending } from './pending.ts'
import type { WatchStates } from './watch-states.ts'

export interface KindWatch {
  readonly kind: KindDefinition
  readonly watch: NonNullable<ClusterSource['watch']>
  /** The state that was listed. */
  readonly version: string
  readonly pending: Pending
  readonly states: WatchStates
  /** Lists the kind anew and returns the state that it showed. Throws `SourceError`. */
  readonly relist: () => Promise<string>
  readonly signal: AbortSignal
  readonly pauses?: Partial<Pauses> | undefined
}

export interface Pauses {
  /** Before the first attempt after a failure; doubled with each. */
  readonly firstMs: number
  readonly mostMs: number
  /** Between two listings where watching is not allowed. */
  readonly pollMs: number
}

const PAUSES: Pauses = { firstMs: 1_000, mostMs: 60_000, pollMs: 60_000 }

/**
 * Follows one kind until the signal fires: from the listed state over one connection after the other, each going on where the last
 * one ended. Lists anew when the server no longer knows the state, and now and then where it does not allow to watch.
 */
export async function watchKind(watch: KindWatch): Promise<void> {
  const { kind, states, signal } = watch
  const pauses = { ...PAUSES, ...watch.pauses }
  let { version } = watch
  let failures = 0
  while (!signal.aborted) {
    try {
      await follow(watch, version, (upTo) => {
        version = upTo ?? version
        failures = 0
      })
    } catch (error) {
      if (signal.aborted) return
      if (!(error instanceof SourceError)) throw error
      if (error.code === 'FORBIDDEN' || error.code === 'NOT_FOUND') {
        states.polling(kind.kind, error)
        await pause(pauses.pollMs, signal)
      } else if (error.code !== 'EXPIRED' || failures > 0) {
        states.reconnecting(kind.kind, error)
        await pause(backOff(pauses, failures), signal)
      }
      failures++
      // A connection that broke off goes on where it was; only what is too old, or not watched, has to be listed.
      if (!signal.aborted && mustList(error)) version = (await relisted(watch, failures)) ?? version
    }
  }
}

/** One connection. `onHeard` is told the state up to which all was taken in. */
async function follow(watch: KindWatch, from: string, onHeard: (upTo: string | undefined) => void): Promise<void> {
  const { kind, pending, states, signal } = watch
  const started = performance.now()
  for await (const event of watch.watch(kind, from, signal)) {
    states.heard(kind.kind)
    if (event.type === 'OPEN') continue
    if (event.type !== 'BOOKMARK') await pending.put(kind.kind, event.type, event.object)
    onHeard(event.version)
  }
  states.heard(kind.kind)
  // A server that ends each watch at once must not be asked in a loop.
  if (performance.now() - started < SHORTEST_MS) await pause(SHORTEST_MS, signal)
}

const SHORTEST_MS = 1_000

function mustList({ code }: SourceError): boolean {
  return code === 'EXPIRED' || code === 'FORBIDDEN' || code === 'NOT_FOUND'
}

async function relisted({ kind, states, relist, signal }: KindWatch, failures: number): Promise<string | undefined> {
  try {
    const version = await relist()
    if (failures === 1) states.heard(kind.kind)
    return version
  } catch (error) {
    if (!signal.aborted && !(error instanceof SourceError)) throw error
    if (error instanceof SourceError) states.reconnecting(kind.kind, error)
    return undefined
  }
}

/** Grows with each failure, and is spread, so that what failed together is not tried again together. */
function backOff({ firstMs, mostMs }: Pauses, failures: number): number {
  return Math.min(mostMs, firstMs * 2 ** Math.min(failures, 16)) * (0.5 + Math.random() / 2)
}
