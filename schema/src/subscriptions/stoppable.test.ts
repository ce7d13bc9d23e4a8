import { expect, test } from 'vitest'
import { stoppable } from './stoppable.ts'

/** Yields once, then waits until its signal is aborted, as a quiet stream does. */
async function* quiet(signal: AbortSignal, ended: () => void) {
  try {
    yield 1
    await new Promise((resolve) => signal.addEventListener('abort', resolve))
  } finally {
    ended()
  }
}

test('a reader that goes away ends a generator that is waiting', async () => {
  let hasEnded = false
  const values = stoppable(new AbortController().signal, (signal) =>
    quiet(signal, () => {
      hasEnded = true
    }),
  )
  expect(await values.next()).toEqual({ value: 1, done: false })
  const waiting = values.next()
  await values.return()
  expect(await waiting).toEqual({ value: undefined, done: true })
  expect(hasEnded).toBe(true)
})

test('a client that goes away ends it too', async () => {
  const client = new AbortController()
  const values = stoppable(client.signal, (signal) => quiet(signal, () => {}))
  await values.next()
  const waiting = values.next()
  client.abort()
  expect(await waiting).toEqual({ value: undefined, done: true })
})
