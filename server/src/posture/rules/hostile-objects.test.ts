import { describe, expect, test } from 'vitest'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { evaluate } from '../evaluate.ts'
import { readObjects } from '../read-objects.ts'
import type { Result } from '../result.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../settings.ts'
import { RULES } from './list-of-rules.ts'

const SETTINGS = { ...DEFAULT_POSTURE_SETTINGS, mostMemory: '1Gi', mostCpu: '1', allowedRegistries: ['a.example'] }
const LONG = 'x'.repeat(100_000)
const ODD: readonly unknown[] = [null, 'text', 7, true, [], ['text'], [null], [{}], {}, { a: 'text' }, LONG, [LONG]]

/** Objects of many kinds, in which every field stands for `value`. */
function objectsOf(value: unknown): KubernetesObject[] {
  const container = {
    name: 'a',
    image: value,
    env: value,
    envFrom: value,
    command: value,
    ports: value,
    resources: value,
  }
  const variables = {
    name: 'b',
    image: 'b',
    env: [{ name: value, value, valueFrom: value }],
    resources: { limits: value },
  }
  const podSpec = { containers: [container, variables, value], initContainers: value, serviceAccountName: value }
  const template = { metadata: value, spec: podSpec }
  const metadata = { name: 'a', namespace: 'shop', labels: value, annotations: value } as KubernetesObject['metadata'] &
    object
  const kinds = [
    'Pod',
    'Namespace',
    'ConfigMap',
    'Service',
    'ServiceAccount',
    'StorageClass',
    'PersistentVolume',
    'Node',
    'LimitRange',
  ]
  return [
    ...kinds.map((kind) => ({
      apiVersion: 'v1',
      kind,
      metadata,
      spec: value,
      data: value,
      keys: value,
      status: value,
    })),
    { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { selector: value, template } },
    { apiVersion: 'v1', kind: 'ReplicationController', metadata, spec: { selector: value, template: value } },
    {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata,
      spec: { jobTemplate: { spec: { selector: { matchLabels: value }, template } } },
    },
    {
      kind: 'ValidatingWebhookConfiguration',
      metadata,
      webhooks: [{ name: value, rules: value, namespaceSelector: value }, value],
    },
    {
      kind: 'MutatingWebhookConfiguration',
      metadata,
      webhooks: [{ rules: [{ resources: value, operations: value }] }],
    },
    { kind: 'ValidatingAdmissionPolicyBinding', metadata, spec: { policyName: value, validationActions: value } },
    { kind: 'ClusterRoleBinding', metadata, subjects: value },
  ]
}

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

describe.each(ODD.map((value) => [JSON.stringify(value).slice(0, 20), value]))(
  'no rule throws and no text grows',
  (shown, value) => {
    test(`where every field is ${shown}`, () => expectShortTexts(objectsOf(value)))

    test(`where one part of a pod is ${shown}`, () => {
      for (const object of withOddParts(POD, value)) expectShortTexts([object as KubernetesObject])
    })
  },
)

test.each(['constructor', 'toString', '__proto__'])('an object, and an owner of pods, may be called %s', (kind) => {
  const ownerReferences = [{ apiVersion: 'a/v1', kind, name: 'a', controller: true }]
  const pod = { ...POD, metadata: { ...POD.metadata, labels: { app: 'a' }, ownerReferences } }
  const service = { apiVersion: 'v1', kind: 'Service', metadata: POD.metadata, spec: { selector: { app: 'a' } } }
  const results = expectShortTexts([pod, service, { apiVersion: 'a/v1', kind, metadata: { name: 'a' } }])
  expect(results).toContainEqual(expect.objectContaining({ rule: 'KC-011', object: expect.objectContaining({ kind }) }))
})

function expectShortTexts(objects: readonly KubernetesObject[]): Result[] {
  const results = evaluate(RULES, readObjects(objects), { settings: SETTINGS, minor: undefined })
  for (const { rule, text } of results) expect([rule, text.length < 1_000]).toEqual([rule, true])
  return results
}

test('no text tells a credential', () => {
  const secret = 'Zq8!vR2#kL9mT4xW7p'
  const env = [{ name: 'DB_PASSWORD', value: secret }]
  const objects = [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'a' },
      spec: { containers: [{ name: 'a', image: 'a', env, args: [`sudo ${secret}`] }] },
    },
    { apiVersion: 'v1', kind: 'ConfigMap', metadata: { name: 'a' }, data: { password: secret } },
  ]
  const results = evaluate(RULES, readObjects(objects), { settings: SETTINGS, minor: undefined })
  expect(results.filter(({ state }) => state === 'fail').length).toBeGreaterThan(3)
  expect(JSON.stringify(results.map(({ text, path }) => [text, path]))).not.toContain(secret)
})
