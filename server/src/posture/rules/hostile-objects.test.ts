import { expect, test } from 'vitest'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { evaluate } from '../evaluate.ts'
import { readObjects } from '../read-objects.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../settings.ts'
import { RULES } from './list-of-rules.ts'

const SETTINGS = { ...DEFAULT_POSTURE_SETTINGS, mostMemory: '1Gi', mostCpu: '1', allowedRegistries: ['a.example'] }
const ODD: readonly unknown[] = [null, 'text', 7, true, [], ['text'], [null], {}, { a: 'text' }]

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

test.each(ODD.map((value) => [JSON.stringify(value), value]))('no rule throws for %s', (_, value) => {
  const results = evaluate(RULES, readObjects(objectsOf(value)), { settings: SETTINGS, minor: undefined })
  for (const { rule, text } of results) expect([rule, text.length < 2_000]).toEqual([rule, true])
})

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
