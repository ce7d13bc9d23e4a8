import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { ticking } from './ticking.ts'

test('it ticks while nothing comes, and loses nothing that comes', async () => {
  async function* slow() {
    yield 1
    await sleep(60)
    yield 2
  }
  const given = await Array.fromAsync(ticking(slow(), 20))
  expect(given.filter((value) => value !== undefined)).toEqual([1, 2])
  expect(given.slice(1, -1)).toContain(undefined)
})

test('it ends the stream when its reader goes', async () => {
  let ended = false
  async function* endless() {
    try {
      for (;;) yield 1
    } finally {
      ended = true
    }
  }
  for await (const _value of ticking(endless(), 1_000)) break
  expect(ended).toBe(true)
})
