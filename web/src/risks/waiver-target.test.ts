import { expect, test } from 'vitest'
import { reachesOf, waiverTarget } from './waiver-target.ts'

const risk = {
  id: 'r1',
  kind: 'BASELINE',
  rule: 'privileged',
  assetType: 'CONTAINER',
  assetId: 'a1',
  assetName: 'web',
  namespace: 'shop',
  labels: [],
  cluster: { id: 'c1' },
} as const

test('a waiver for one asset names that asset alone', () => {
  expect(waiverTarget(risk, 'asset')).toEqual({ kind: 'BASELINE', rule: 'privileged', assetId: 'a1' })
})

test('a waiver for an image is for its reference: the next build has another digest', () => {
  const image = { ...risk, assetType: 'IMAGE', assetName: 'docker.io/library/postgres:16' } as const
  expect(waiverTarget(image, 'asset')).toEqual({
    kind: 'BASELINE',
    rule: 'privileged',
    assetType: 'IMAGE',
    assetName: 'docker.io/library/postgres:16',
  })
})

test('an exposure is accepted as it is now, unless somebody asks for more', () => {
  const exposure = { ...risk, kind: 'EXPOSURE', rule: 'exposure.internet' } as const
  expect(reachesOf(exposure)).toEqual(['risk', 'asset', 'namespace', 'cluster', 'everywhere'])
  expect(waiverTarget(exposure, 'risk')).toEqual({ risk: 'r1' })
})

test('what is wrong at one place of an object is accepted as it is now', () => {
  expect(reachesOf({ ...risk, kind: 'CONFIGURATION' })[0]).toBe('risk')
})

test('a waiver for a namespace is for that of one cluster', () => {
  expect(waiverTarget(risk, 'namespace')).toMatchObject({ namespace: 'shop', cluster: 'c1' })
})

test('a waiver for everywhere is still for one rule', () => {
  expect(waiverTarget(risk, 'everywhere')).toEqual({ kind: 'BASELINE', rule: 'privileged' })
})

test('a waiver for labels names those that are chosen, and none before one is', () => {
  const labels = [
    { key: 'team', value: 'shop' },
    { key: 'tier', value: 'web' },
  ]
  expect(reachesOf({ ...risk, labels })).toEqual(['asset', 'namespace', 'labels', 'cluster', 'everywhere'])
  expect(waiverTarget({ ...risk, labels }, 'labels', [])).toBeUndefined()
  expect(waiverTarget({ ...risk, labels }, 'labels', labels.slice(0, 1))).toEqual({
    ...{ kind: 'BASELINE', rule: 'privileged', cluster: 'c1' },
    labels: [{ key: 'team', value: 'shop' }],
  })
})

test('a waiver reaches no further than there is something to reach', () => {
  expect(reachesOf(risk)).toEqual(['asset', 'namespace', 'cluster', 'everywhere'])
  expect(reachesOf({ ...risk, assetType: 'CLUSTER', namespace: '' })).toEqual(['asset', 'everywhere'])
  expect(reachesOf({ ...risk, assetType: 'IMAGE', namespace: '', cluster: null })).toEqual(['asset', 'everywhere'])
})
