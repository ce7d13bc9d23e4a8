import { expect, test } from 'vitest'
import { listOf, outcomeShares, wholePercent } from './outcomes.ts'

test('shares are of all that was judged, and none where nothing was', () => {
  const shares = outcomeShares({ failed: 1, passed: 2, exempt: 0, notAssessable: 1 })
  expect(shares?.map(({ outcome, percent }) => [outcome, percent])).toEqual([
    ['PASS', 50],
    ['FAIL', 25],
    ['EXEMPT', 0],
    ['NOT_ASSESSABLE', 25],
  ])
  expect(outcomeShares({ failed: null, passed: null, exempt: null, notAssessable: null })).toBeUndefined()
})

test('only all is told as 100 percent, and only nothing as 0', () => {
  expect([0, 0.001, 0.5, 0.9999, 1].map(wholePercent)).toEqual([0, 1, 50, 99, 100])
})

test('a number leads to the list that sums to it', () => {
  expect(listOf('FAIL', ['KC-001', 'KC-002'])).toEqual({ rules: 'KC-001,KC-002', results: 'FAIL' })
  expect(listOf('PASS', ['KC-001'])).toEqual({ view: 'objects', passed: 'KC-001' })
  expect(listOf('PASS', ['KC-001', 'KC-002'])).toEqual({ view: 'checks', rules: 'KC-001,KC-002' })
})
