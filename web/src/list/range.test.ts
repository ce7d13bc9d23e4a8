import { expect, test } from 'vitest'
import { rangeInput, readRange, writeRange } from './range.ts'

test.each([
  [{ from: '3', to: '5' }, '3..5'],
  [{ from: '3', to: '' }, '3..'],
  [{ from: '', to: '5' }, '..5'],
] as const)('%j stands in the URL as %s, and is read back', (range, written) => {
  expect(writeRange(range)).toBe(written)
  expect(readRange('numbers', written)).toEqual(range)
})

test('a range that limits nothing is none', () => {
  expect(writeRange({ from: '', to: '' })).toBeNull()
})

test.each([
  ['numbers', '-1..x'],
  ['numbers', '12345678901..'],
  ['days', '2026-13-01..2026-1-1'],
  ['days', '5..7'],
] as const)('what is no end among %s is open: %s', (kind, written) => {
  expect(readRange(kind, written)).toEqual({ from: '', to: '' })
})

test('moments stand for themselves, as links have them', () => {
  const written = '2026-03-01T10:00:00.000Z..2026-03-02T10:00:00.123Z'
  const [from, before] = written.split('..')
  expect(readRange('days', written)).toEqual({ from, to: before })
  expect(rangeInput('days', written)).toEqual({ from, before })
})

test('numbers are asked for with both ends included, zero among them', () => {
  expect(rangeInput('numbers', '0..5')).toEqual({ min: 0, max: 5 })
  expect(rangeInput('numbers', '..0')).toEqual({ max: 0 })
})

test('days are asked for from the beginning of the first to the end of the last, in the reader’s own time zone', () => {
  expect(rangeInput('days', '2026-02-27..2026-02-28')).toEqual({
    from: new Date(2026, 1, 27).toISOString(),
    before: new Date(2026, 2, 1).toISOString(),
  })
})
