/** What `stream` gives, and `undefined` every `everyMs`, whether it gives anything or not. Ends with it. */
export async function* ticking<T>(
  stream: AsyncIterable<T>,
  everyMs: number,
): AsyncGenerator<T | undefined, void, undefined> {
  const values = stream[Symbol.asyncIterator]()
  let tick = Promise.withResolvers<undefined>()
  const timer = setInterval(() => tick.resolve(undefined), everyMs)
  try {
    for (let next = values.next(); ; ) {
      const result = await Promise.race([next, tick.promise])
      if (!result) {
        tick = Promise.withResolvers()
        yield undefined
        continue
      }
      if (result.done) return
      yield result.value
      next = values.next()
    }
  } finally {
    clearInterval(timer)
    await values.return?.()
  }
}
