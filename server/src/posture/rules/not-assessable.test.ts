import { expect, test } from 'vitest'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { evaluate } from '../evaluate.ts'
import { readObjects } from '../read-objects.ts'
import { DEFAULT_POSTURE_SETTINGS } from '../settings.ts'
import { noPodSecurityAdmission } from './kc-110-no-pod-security-admission.ts'
import { belowBaseline } from './kc-111-pod-security-below-baseline.ts'
import { belowRestricted } from './kc-112-pod-security-below-restricted.ts'
import { volumeNotEncrypted } from './kc-117-volume-not-encrypted.ts'
import { versionOutOfSupport } from './kc-118-version-out-of-support.ts'

const OPTIONS = { settings: DEFAULT_POSTURE_SETTINGS, minor: undefined }
const NAMESPACE: KubernetesObject = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'shop' } }

function webhook(name: string): KubernetesObject {
  const rules = [{ apiGroups: [''], resources: ['pods'], operations: ['CREATE'] }]
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingWebhookConfiguration',
    metadata: { name },
    webhooks: [{ name, rules }],
  }
}

test('what a webhook for pods that is not known holds them to is not guessed', () => {
  const [result] = evaluate([noPodSecurityAdmission], readObjects([NAMESPACE, webhook('pods.example')]), OPTIONS)
  expect(result).toMatchObject({ state: 'not_assessable', text: expect.stringContaining('pods.example') })
})

test('what the policies of an engine ask for is not guessed', () => {
  const objects = readObjects([NAMESPACE, webhook('validate.kyverno.svc-fail')])
  const results = evaluate([noPodSecurityAdmission, belowBaseline, belowRestricted], objects, OPTIONS)
  expect(results.map(({ rule, state }) => [rule, state])).toEqual([
    ['KC-110', 'pass'],
    ['KC-111', 'not_assessable'],
    ['KC-112', 'not_assessable'],
  ])
})

test('a namespace without any level is one fault and not three', () => {
  const rules = [noPodSecurityAdmission, belowBaseline, belowRestricted]
  const results = evaluate(rules, readObjects([NAMESPACE]), OPTIONS)
  expect(results.map(({ rule, under }) => [rule, under])).toEqual([
    ['KC-110', undefined],
    ['KC-111', 'KC-110'],
    ['KC-112', 'KC-110'],
  ])
})

test.each(['efs.csi.aws.com', 'rancher.io/local-path', 'kubernetes.io/no-provisioner', 'constructor', ''])(
  'whether disks of %s are encrypted is not known',
  (provisioner) => {
    const storageClass = { apiVersion: 'storage.k8s.io/v1', kind: 'StorageClass', metadata: { name: 'a' }, provisioner }
    expect(evaluate([volumeNotEncrypted], readObjects([storageClass]), OPTIONS)).toMatchObject([
      { state: 'not_assessable' },
    ])
  },
)

test('a volume without its class is not judged', () => {
  const volume = {
    apiVersion: 'v1',
    kind: 'PersistentVolume',
    metadata: { name: 'a' },
    spec: { hostPath: { path: '/data' } },
  }
  expect(evaluate([volumeNotEncrypted], readObjects([volume]), OPTIONS)).toMatchObject([{ state: 'not_assessable' }])
})

test('where nothing tells the version it is not taken for a supported one', () => {
  const node = {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'a' },
    status: { nodeInfo: { kubeletVersion: ['v1'] } },
  }
  expect(evaluate([versionOutOfSupport], readObjects([node]), OPTIONS)).toMatchObject([{ state: 'not_assessable' }])
  expect(evaluate([versionOutOfSupport], readObjects([]), OPTIONS)).toMatchObject([{ state: 'not_assessable' }])
})
