/**
 * An async generator that ends at once when its reader goes away, even while it waits: `return()` alone would wait for
 * the next value, and leave the subscription open until then.
 */
export function stoppable<T>(
  outer: AbortSignal,
  generate: (signal: AbortSignal) => AsyncGenerator<T, void, undefined>,
): AsyncGenerator<T, void, undefined> {
  const own = new AbortController()
  const inner = generate(AbortSignal.any([outer, own.signal]))
  const stop = async () => {
    own.abort()
    await inner.return()
    return { done: true, value: undefined } as const
  }
  return {
    next: () => inner.next(),
    return: stop,
    throw: stop,
    [Symbol.asyncIterator]() {
      return this
    },
    [Symbol.asyncDispose]: async () => {
      await stop()
    },
  }
}
