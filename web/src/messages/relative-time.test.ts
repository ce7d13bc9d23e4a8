import { expect, test } from 'vitest'
import { duration, relativeTime } from './relative-time.ts'

const now = Date.parse('2026-03-10T12:00:00Z')
const before = (ms: number) => relativeTime(now - ms, now)

test.each([
  [0, 'just now'],
  [4_999, 'just now'],
  [5_000, '5 s ago'],
  [59_999, '59 s ago'],
  [60_000, '1 min ago'],
  [3_599_999, '59 min ago'],
  [3_600_000, '1 h ago'],
  [86_400_000, '1 day ago'],
  [2 * 86_400_000, '2 days ago'],
])('%i ms before now reads "%s"', (ms, expected) => {
  expect(before(ms)).toBe(expected)
})

test('what lies thirty days back is told by its date', () => {
  expect(before(30 * 86_400_000)).toBe('2026-02-08')
})

test('what lies ahead is told as such', () => {
  expect(relativeTime(now + 90_000, now)).toBe('in 1 min')
})

test('a duration is told in its two largest units', () => {
  expect([250, 4_200, 65_000, 120_000, 3_720_000].map(duration)).toEqual([
    '250 ms',
    '4 s',
    '1 min 5 s',
    '2 min',
    '1 h 2 min',
  ])
})
