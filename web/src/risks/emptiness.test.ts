import { expect, test } from 'vitest'
import { emptinessOf } from './emptiness.ts'

test('that there is nothing is said only after every cluster was looked at', () => {
  expect(emptinessOf({ analyzed: 2, clusters: 2 })).toBe('nothingFound')
  expect(emptinessOf({ analyzed: 1, clusters: 2 })).toBe('notAnalyzed')
  expect(emptinessOf({ analyzed: 0, clusters: 1 })).toBe('notAnalyzed')
})

test('while it is not known who has looked, nobody has', () => {
  expect(emptinessOf(undefined)).toBe('notAnalyzed')
})

test('without a cluster there is nothing to look at', () => {
  expect(emptinessOf({ analyzed: 0, clusters: 0 })).toBe('noCluster')
})
