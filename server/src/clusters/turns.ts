/** Lets what is done under one key take turns within this process. */
export interface Turns {
  /** Runs `fn` when all before it under the same key have ended. Throws the signal's reason when it is aborted while it waits. */
  take<T>(key: string, signal: AbortSignal, fn: () => Promise<T>): Promise<T>
}

export function createTurns(): Turns {
  const last = new Map<string, Promise<void>>()
  return {
    async take(key, signal, fn) {
      const before = last.get(key)
      const { promise: ended, resolve: end } = Promise.withResolvers<void>()
      // Who comes next waits for all of us, also when this one gives up waiting.
      const mine = (before ?? Promise.resolve()).then(() => ended)
      last.set(key, mine)
      try {
        if (before) await orAborted(before, signal)
        return await fn()
      } finally {
        end()
        void mine.then(() => last.get(key) === mine && last.delete(key))
      }
    },
  }
}

function orAborted(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = () => reject(signal.reason)
    if (signal.aborted) return onAbort()
    signal.addEventListener('abort', onAbort, { once: true })
    void promise.then(resolve).finally(() => signal.removeEventListener('abort', onAbort))
  })
}
