/**
 * Why the signal of an item is aborted: somebody cancelled the task, the item took too long, the process stops, or another
 * worker has the task now. `throwIfAborted` throws it.
 */
export class StopReason extends Error {
  override readonly name = 'StopReason'
  readonly code: 'CANCELLED' | 'TIMED_OUT' | 'STOPPING' | 'LEASE_LOST'
  constructor(code: StopReason['code']) {
    super(SENTENCES[code])
    this.code = code
  }
}

const SENTENCES: Readonly<Record<StopReason['code'], string>> = {
  CANCELLED: 'The task was cancelled.',
  TIMED_OUT: 'The item took too long.',
  STOPPING: 'The process stops.',
  LEASE_LOST: 'Another worker has the task now.',
}

/** The code of the reason for which `signal` is aborted; undefined while it is not. */
export function stopCode(signal: AbortSignal): StopReason['code'] | undefined {
  if (!signal.aborted) return undefined
  return signal.reason instanceof StopReason ? signal.reason.code : 'STOPPING'
}
