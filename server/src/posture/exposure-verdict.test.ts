import { expect, test } from 'vitest'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { evaluate } from './evaluate.ts'
import type { ExposureEntry } from './facts.ts'
import { readObjects } from './read-objects.ts'
import { workloadExposedToInternet } from './rules/kc-098-workload-exposed-to-internet.ts'
import { workloadExposedByGateway } from './rules/kc-099-workload-exposed-by-gateway.ts'
import { DEFAULT_POSTURE_SETTINGS } from './settings.ts'

const SHOP: readonly KubernetesObject[] = [
  {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { template: { metadata: { labels: { app: 'web' } }, spec: { containers: [{ name: 'app' }] } } },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace: 'shop' },
    spec: { type: 'LoadBalancer', selector: { app: 'web' }, ports: [{ port: 80 }] },
  },
]

function textsBy(entries: readonly ExposureEntry[] | undefined): string[] {
  return evaluate([workloadExposedToInternet, workloadExposedByGateway], readObjects(SHOP), {
    settings: DEFAULT_POSTURE_SETTINGS,
    minor: undefined,
    exposureOf: ({ kind }) => (kind === 'Deployment' ? entries : undefined),
  }).map(({ rule, state, text }) => `${rule} ${state} ${text}`.trim())
}

test('what was not analyzed is judged by what it declares', () => {
  expect(textsBy(undefined)).toEqual(['KC-098 fail Service web of type LoadBalancer leads to it.', 'KC-099 pass'])
})

test('an analysis that found no way in decides against the declaration', () => {
  expect(textsBy([])).toEqual(['KC-098 pass', 'KC-099 pass'])
})

test('each rule tells the ways that are its own, in the words of the analysis', () => {
  const entries = [
    { kind: 'Service', sentence: 'Anybody reaches 203.0.113.1:80.' },
    { kind: 'HTTPRoute', sentence: 'Gateway edge leads to it.' },
  ]
  expect(textsBy(entries)).toEqual([
    'KC-098 fail Anybody reaches 203.0.113.1:80.',
    'KC-099 fail Gateway edge leads to it.',
  ])
})

test('of many ways the first ones are told', () => {
  const entries = Array.from({ length: 9 }, (_, at) => ({ kind: 'Ingress', sentence: `Way ${at}.` }))
  expect(textsBy(entries)[0]).toBe('KC-098 fail Way 0. Way 1. Way 2. There are 6 more ways.')
})
