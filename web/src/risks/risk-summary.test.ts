import { expect, test } from 'vitest'
import { countsOf, countsOfKinds, type RiskKindData, reasonOf } from './risk-summary.ts'

const unknown: RiskKindData = {
  kind: 'VULNERABILITY',
  high: null,
  medium: null,
  low: null,
  waived: null,
  notAnalyzedReason: 'No image was scanned yet.',
}
const known: RiskKindData = { kind: 'EXPOSURE', high: 2, medium: 0, low: 5, waived: 1, notAnalyzedReason: null }

test('what was not analysed has no counts, not zeros', () => {
  expect(countsOf({ high: null, medium: null, low: null })).toBeUndefined()
  expect(countsOfKinds([unknown])).toBeUndefined()
})

test('what was analysed and has nothing counts zero', () => {
  expect(countsOf({ high: 0, medium: 0, low: 0 })).toEqual({ HIGH: 0, MEDIUM: 0, LOW: 0 })
})

test('counts of kinds are those of the kinds that were analysed', () => {
  expect(countsOfKinds([unknown, known])).toEqual({ HIGH: 2, MEDIUM: 0, LOW: 5 })
})

test('where the summary names no reason, a kind does', () => {
  expect(reasonOf({ notAnalyzedReason: null, byKind: [known, unknown] })).toBe('No image was scanned yet.')
})
