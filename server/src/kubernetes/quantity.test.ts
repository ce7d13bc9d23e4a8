import { expect, test } from 'vitest'
import { parseQuantity } from './quantity.ts'

test.each([
  ['128Mi', 134_217_728],
  ['1.5Gi', 1_610_612_736],
  ['500m', 0.5],
  ['2', 2],
  [2, 2],
  ['1e3', 1000],
  ['12E', 12e18],
  ['1E2', 100],
  ['100k', 100_000],
  ['.5', 0.5],
])('%s is %d', (text, number) => expect(parseQuantity(text)).toBe(number))

test.each(['', '128MB', 'x', '1 Gi', '0x10', '1K', null, undefined, {}, Number.NaN, '9'.repeat(100)])(
  '%s is no quantity',
  (text) => expect(parseQuantity(text)).toBeUndefined(),
)
