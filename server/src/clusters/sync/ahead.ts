/**
 * Goes through `source` one member ahead: the first is asked for at once, and each next one is on its way while the present one is worked
 * on.
 */
export function ahead<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const iterator = source[Symbol.asyncIterator]()
  return following(iterator, begin(iterator))
}

async function* following<T>(iterator: AsyncIterator<T>, first: Promise<IteratorResult<T>>): AsyncGenerator<T> {
  let next = first
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
