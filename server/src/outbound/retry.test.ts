import { expect, test } from 'vitest'
import { OutboundError } from './error.ts'
import type { Answer } from './exchange.ts'
import { retryAfterMs, retryDelayMs } from './retry.ts'

test('the pause doubles and keeps half of itself to chance', () => {
  const pauses = (random: number) => [1, 2, 3].map((attempt) => retryDelayMs(answer(500), attempt, () => random))
  expect(pauses(1)).toEqual([250, 500, 1000])
  expect(pauses(0)).toEqual([125, 250, 500])
})

test('the pause has an end to its growth', () => {
  expect(retryDelayMs(answer(500), 50, () => 1)).toBe(10_000)
})

test('Retry-After is obeyed on 429 and 503', () => {
  expect(retryDelayMs(answer(429, '3'), 1, () => 0)).toBe(3_000)
  expect(retryDelayMs(answer(503, '7'), 1, () => 0)).toBe(7_000)
})

test('Retry-After may be a date', () => {
  expect(retryAfterMs('Thu, 01 Jan 2026 00:00:10 GMT', Date.UTC(2026, 0, 1))).toBe(10_000)
})

test('a Retry-After that cannot be read is as if it were not there', () => {
  expect(retryDelayMs(answer(429, 'soon'), 1, () => 1)).toBe(250)
})

test('a server that asks for an hour is not waited for', () => {
  expect(retryDelayMs(answer(429, '3600'), 1, () => 0)).toBeUndefined()
})

test.each([200, 301, 400, 401, 403, 404, 410])('%i is not tried again', (status) => {
  expect(retryDelayMs(answer(status), 1, () => 0)).toBeUndefined()
})

test('a cut connection is tried again, a wrong certificate is not', () => {
  expect(retryDelayMs(new OutboundError('CUT', '', ''), 1, () => 1)).toBe(250)
  expect(retryDelayMs(new OutboundError('WRONG_HOST', '', ''), 1, () => 1)).toBeUndefined()
})

function answer(status: number, retryAfter?: string): Answer {
  return { status, headers: retryAfter === undefined ? {} : { 'retry-after': retryAfter }, body: Buffer.alloc(0) }
}
