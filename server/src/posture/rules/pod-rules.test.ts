import { describe, expect, test } from 'vitest'
import { evaluate } from '../evaluate.ts'
import { readObjects } from '../read-objects.ts'
import type { Result } from '../result.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../settings.ts'
import { RULES } from './list-of-rules.ts'

describe('of two rules about one fault the graver one stands above', () => {
  test('the socket of the runtime above all else that is said of its volume', () => {
    const results = resultsOf({
      containers: [{ name: 'app', volumeMounts: [{ name: 'socket', mountPath: '/s' }] }],
      volumes: [
        { name: 'socket', hostPath: { path: '/var/run/docker.sock' } },
        { name: 'data', hostPath: { path: '/data' } },
      ],
    })
    expect(above(results, /volumes\[0\]|volumeMounts/)).toEqual({
      'KC-020': 'KC-022',
      'KC-021': 'KC-022',
      'KC-022': undefined,
      'KC-023': 'KC-022',
      'KC-025': 'KC-022',
    })
    expect(above(results, /volumes\[1\]/)).toEqual({ 'KC-020': undefined, 'KC-025': 'KC-020' })
  })

  test('credentials in a sensitive folder are a part of it', () => {
    const results = resultsOf({ volumes: [{ name: 'a', hostPath: { path: '/root/.aws' } }] })
    expect(above(results, /volumes/)).toMatchObject({ 'KC-023': undefined, 'KC-024': 'KC-023', 'KC-020': 'KC-023' })
  })

  test('a dangerous capability above its being added, not above what is not dropped', () => {
    const results = resultsOf({
      containers: [{ name: 'app', securityContext: { capabilities: { add: ['NET_RAW'] } } }],
    })
    expect(above(results, /add\[0\]/)).toEqual({
      'KC-002': undefined,
      'KC-003': 'KC-002',
      'KC-004': 'KC-002',
      'KC-005': 'KC-002',
    })
    expect(above(results, /drop/)).toEqual({ 'KC-004': undefined })
  })

  test('seccomp that the pod switches off above the containers that have none for it', () => {
    const results = resultsOf({
      securityContext: { seccompProfile: { type: 'Unconfined' } },
      containers: [{ name: 'app' }],
    })
    expect(above(results, /seccompProfile.type/)).toEqual({ 'KC-013': 'KC-053', 'KC-053': undefined })
  })
})

test('rules about what Linux alone has say nothing of a pod for Windows', () => {
  const rules = (os: string) =>
    new Set(resultsOf({ os: { name: os }, containers: [{ name: 'app' }] }).map(({ rule }) => rule))
  const linuxAlone = ['KC-004', 'KC-005', 'KC-009', 'KC-012', 'KC-013', 'KC-019', 'KC-027']
  expect([...rules('linux')]).toEqual(expect.arrayContaining(linuxAlone))
  expect(linuxAlone.filter((rule) => rules('windows').has(rule))).toEqual([])
  expect([...rules('windows')]).toEqual(expect.arrayContaining(['KC-001', 'KC-010', 'KC-018']))
})

const OPTIONS = { settings: DEFAULT_POSTURE_SETTINGS, minor: undefined }

function resultsOf(spec: object): Result[] {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { name: 'web', namespace: 'shop' }, spec }
  return evaluate(RULES, readObjects([pod]), OPTIONS)
}

/** By the rules that fail there, the ones under which they stand. */
function above(results: readonly Result[], where: RegExp): Record<string, string | undefined> {
  return Object.fromEntries(
    results
      .filter(({ state, path, rule }) => state === 'fail' && where.test(path) && OF_PODS.test(rule))
      .map(({ rule, under }) => [rule, under]),
  )
}

/** Rules about what a pod may do. */
const OF_PODS = /^KC-(?:0[0-2]\d|05[2-4])$/
