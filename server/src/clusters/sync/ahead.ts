/** Goes through `source` one member ahead: the next one is on its way while the present one is worked on. */
export async function* ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]()
  let next = begin(iterator)
  try {
    for (;;) {
      const { done, value } = await next
      if (done) return
      next = begin(iterator)
      yield value
    }
  } finally {
    // Not awaited: it would wait for the member that is on its way and that nobody wants any more.
    iterator.return?.().catch(() => undefined)
  }
}

/** A failure is told when its turn comes, not as unhandled before. */
function begin<T>(iterator: AsyncIterator<T>): Promise<IteratorResult<T>> {
  const next = iterator.next()
  next.catch(() => undefined)
  return next
}
