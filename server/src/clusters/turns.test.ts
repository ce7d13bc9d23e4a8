import { setTimeout as sleep } from 'node:timers/promises'
import { expect, test } from 'vitest'
import { createTurns } from './turns.ts'

const never = new AbortController().signal

test('what is done under one key does not overlap, and what is done under another does', async () => {
  const turns = createTurns()
  const events: string[] = []
  const work = (key: string, name: string) =>
    turns.take(key, never, async () => {
      events.push(`${name} begins`)
      await sleep(20)
      events.push(`${name} ends`)
    })
  await Promise.all([work('a', '1'), work('a', '2'), work('b', '3')])
  expect(events.filter((event) => !event.startsWith('3'))).toEqual(['1 begins', '1 ends', '2 begins', '2 ends'])
  expect(events.indexOf('3 begins')).toBeLessThan(events.indexOf('1 ends'))
})

test('a failure gives the turn on', async () => {
  const turns = createTurns()
  const failing = turns.take('a', never, () => Promise.reject(new Error('no')))
  const next = turns.take('a', never, async () => 'yes')
  await expect(failing).rejects.toThrow('no')
  expect(await next).toBe('yes')
})

test('who gives up waiting is told at once, and does not let the next one in early', async () => {
  const turns = createTurns()
  const controller = new AbortController()
  const { promise, resolve } = Promise.withResolvers<void>()
  const first = turns.take('a', never, () => promise)
  const second = turns.take('a', controller.signal, async () => 'second')
  let third = false
  const last = turns.take('a', never, async () => {
    third = true
  })
  controller.abort(new Error('given up'))
  await expect(second).rejects.toThrow('given up')
  await sleep(10)
  expect(third).toBe(false)
  resolve()
  await first
  await last
  expect(third).toBe(true)
})
