import { expect, test } from 'vitest'
import { waiverTarget } from './waiver-target.ts'

const risk = {
  kind: 'CONFIGURATION',
  rule: 'privileged',
  assetId: 'a1',
  namespace: 'shop',
  cluster: { id: 'c1' },
} as const

test('a waiver for one asset names that asset alone', () => {
  expect(waiverTarget(risk, 'asset')).toEqual({ kind: 'CONFIGURATION', rule: 'privileged', assetId: 'a1' })
})

test('a waiver for a namespace is for that of one cluster', () => {
  expect(waiverTarget(risk, 'namespace')).toMatchObject({ namespace: 'shop', cluster: 'c1' })
})

test('a waiver for everywhere is still for one rule', () => {
  expect(waiverTarget(risk, 'everywhere')).toEqual({ kind: 'CONFIGURATION', rule: 'privileged' })
})
