import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../kubernetes/object.ts'
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

describe('whatever stands in an object', () => {
  test.each([null, true, 7, 'x', [], {}, [null], ['x'], [{}], 'x'.repeat(100_000), ['y'.repeat(100_000)]])(
    'no rule throws and no text grows: case %#',
    (odd) => {
      for (const object of withOddParts(POD, odd)) {
        for (const { text } of evaluate(RULES, readObjects([object as KubernetesObject]), OPTIONS))
          expect(text.length).toBeLessThan(1_000)
      }
    },
  )
})

const OPTIONS = { settings: DEFAULT_POSTURE_SETTINGS, minor: undefined }

const POD = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: {
    name: 'web',
    namespace: 'shop',
    annotations: {
      'seccomp.security.alpha.kubernetes.io/pod': 'unconfined',
      'container.apparmor.security.beta.kubernetes.io/app': 'unconfined',
    },
  },
  spec: {
    hostAliases: [{ ip: '10.0.0.1' }],
    os: { name: 'linux' },
    securityContext: {
      runAsUser: 0,
      supplementalGroups: [0],
      sysctls: [{ name: 'kernel.msgmax', value: '1' }],
      seLinuxOptions: { type: 'spc_t' },
      seccompProfile: { type: 'Unconfined' },
      windowsOptions: { hostProcess: true },
    },
    containers: [
      {
        name: 'app',
        image: 'app:1',
        ports: [{ containerPort: 80, hostPort: 80 }],
        volumeMounts: [{ name: 'socket', mountPath: '/s', mountPropagation: 'Bidirectional' }],
        livenessProbe: { httpGet: { host: 'db', port: 80 } },
        lifecycle: { preStop: { tcpSocket: { host: 'db', port: 80 } } },
        securityContext: {
          procMount: 'Unmasked',
          appArmorProfile: { type: 'Unconfined' },
          capabilities: { add: ['SYS_ADMIN'], drop: ['KILL'] },
        },
      },
    ],
    volumes: [{ name: 'socket', hostPath: { path: '/run/docker.sock' } }, { nfs: {} }],
  },
}

/** Copies of the value, in each of which one part is replaced. */
function withOddParts(value: unknown, odd: unknown): unknown[] {
  if (typeof value !== 'object' || value === null) return []
  return Object.entries(value).flatMap(([key, part]) =>
    [odd, ...withOddParts(part, odd)].map((one) =>
      Array.isArray(value) ? value.with(Number(key), one) : { ...value, [key]: one },
    ),
  )
}

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
