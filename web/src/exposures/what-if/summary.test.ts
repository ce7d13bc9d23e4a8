import { expect, test } from 'vitest'
import type { Simulated, Simulation } from './simulation-query.ts'
import { summaryOf } from './summary.ts'

const way: Simulated = { exposureId: 'a', verdict: 'INTERNET', sources: [], pathSentence: '' }
const patch = {
  verb: 'PATCH',
  object: { kind: 'Service', namespace: 'shop', name: 'cart' },
  yaml: '',
  command: '',
} as const
const nothing = { closed: [], narrowed: [], remaining: [], widened: [], brokenTotal: 0, patches: [] }
const summary = (part: Partial<Simulation>) => summaryOf({ ...nothing, ...part })

test('without a patch there is nothing to change', () => {
  expect(summary({})).toBe('Nothing would change.')
})

test('a change that closes nothing says so', () => {
  expect(summary({ patches: [patch] })).toBe('This closes nothing.')
})

test('what closes is told together with what stays open, widens and breaks', () => {
  expect(summary({ patches: [patch], closed: [way, way], remaining: [way], widened: [way], brokenTotal: 3 })).toBe(
    'This closes 2 ways, leaves 1 other way open, widens 1 way, breaks 3 connections within the cluster.',
  )
})
