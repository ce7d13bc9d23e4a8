import { expect, test } from 'vitest'
import { createPoints } from './points.ts'

const MINUTE_MS = 60_000

test('what is spent is taken from the hour, and what is too much is not', () => {
  const points = createPoints(10, () => 0)
  expect(points.take('a', 7)).toMatchObject({ limit: 10, used: 7, remaining: 3 })
  expect(points.take('a', 4)).toBeUndefined()
  expect(points.take('a', 3)).toMatchObject({ used: 10, remaining: 0 })
})

test('each identity has a budget of its own', () => {
  const points = createPoints(10, () => 0)
  points.take('a', 10)
  expect(points.take('b', 10)).toMatchObject({ remaining: 0 })
})

test('an hour after the first operation all points are there anew', () => {
  let nowMs = 0
  const points = createPoints(10, () => nowMs)
  expect(points.take('a', 10)?.resetAt).toEqual(new Date(60 * MINUTE_MS))
  nowMs = 59 * MINUTE_MS
  expect(points.take('a', 1)).toBeUndefined()
  nowMs = 60 * MINUTE_MS
  expect(points.take('a', 1)).toMatchObject({ used: 1, resetAt: new Date(120 * MINUTE_MS) })
})
