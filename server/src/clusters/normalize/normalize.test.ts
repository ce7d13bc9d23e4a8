import { describe, expect, test } from 'vitest'
import { deploymentObjects, nodeObject, podObject, serviceObject } from '../../../test/cluster-objects.ts'
import { KINDS } from '../../kubernetes/kinds.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { Owners } from '../../kubernetes/owners.ts'
import { Responsible } from '../../kubernetes/responsible.ts'
import { createMasker } from '../../secrets/mask.ts'
import { canonicalJson } from './canonical-json.ts'
import { type NormalizedObject, readObject } from './normalize.ts'
import { emptySum, stateByPods, type WorkloadFacts, workloadState } from './workload-state.ts'

const masker = createMasker(Buffer.alloc(32, 1))

function normalize(object: KubernetesObject, owners = new Owners()): NormalizedObject {
  const kind = KINDS.find((one) => one.kind === object.kind)
  if (!kind) throw new Error(`no kind ${object.kind}`)
  const read = readObject(object, kind, {
    cluster: 'c',
    masker,
    owners,
    responsible: new Responsible(),
    versioned: true,
  })
  const normalized = 'refused' in read ? read : read.normalize()
  if ('refused' in normalized) throw new Error(normalized.refused)
  return normalized
}
const hash = (object: KubernetesObject) => normalize(object).contentHash

describe('what is not a change', () => {
  const before = podObject('a')
  test('bookkeeping of the API server', () => {
    const metadata = { ...before.metadata, resourceVersion: '99', generation: 4, managedFields: [{}], selfLink: '/x' }
    expect(hash({ ...before, metadata })).toBe(hash(before))
  })
  test('the order of keys', () => {
    const turned = Object.fromEntries(Object.entries(before).toReversed()) as KubernetesObject
    expect(hash(turned)).toBe(hash(before))
  })
  test('heartbeats and the list of images of a node', () => {
    const node = nodeObject('n')
    const conditions = [{ type: 'Ready', status: 'True', lastHeartbeatTime: 'later', message: 'other words' }]
    expect(hash({ ...node, status: { conditions, images: [{ names: ['x'] }] } })).toBe(hash(node))
  })
  test('the sentence of a container that waits', () => {
    const waiting = (message: string) => {
      const containerStatuses = [{ name: 'main', state: { waiting: { reason: 'CrashLoopBackOff', message } } }]
      return { ...before, status: { phase: 'Running', containerStatuses } }
    }
    expect(hash(waiting('back-off 10s'))).toBe(hash(waiting('back-off 20s')))
  })
  test('the order of endpoints', () => {
    const slice = (...addresses: string[]) => ({
      kind: 'EndpointSlice',
      metadata: { name: 's' },
      endpoints: addresses.map((address) => ({ addresses: [address] })),
    })
    expect(hash(slice('10.0.0.1', '10.0.0.2'))).toBe(hash(slice('10.0.0.2', '10.0.0.1')))
  })
  test('the copy of a manifest that kubectl keeps', () => {
    const annotations = { 'kubectl.kubernetes.io/last-applied-configuration': '{"a":1}' }
    expect(hash({ ...before, metadata: { ...before.metadata, annotations } })).toBe(hash(before))
  })
})

test('a label, a uid, the image of a container and a masked credential are changes', () => {
  const before = podObject('a', { env: [{ name: 'PASSWORD', value: 'one-secret' }] })
  const others = [
    podObject('a', { env: [{ name: 'PASSWORD', value: 'two-secret' }] }),
    podObject('a', { labels: { a: 'b' } }),
    podObject('a', { uid: 'other' }),
    podObject('a', { image: 'x' }),
  ]
  expect(new Set([before, ...others].map(hash)).size).toBe(5)
})

test('the same pod under another workload is a change', () => {
  const pod = podObject('a', { owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: 'r' } })
  const owners = new Owners()
  const set = { kind: 'ReplicaSet', apiVersion: 'apps/v1', namespace: 'shop', name: 'r' }
  owners.add(set, { ...set, kind: 'Deployment', name: 'd' })
  expect(normalize(pod, owners).contentHash).not.toBe(normalize(pod).contentHash)
})

test('the template of a ReplicaSet stands with its Deployment, that of a naked one with itself', () => {
  const owners = new Owners()
  const [deployment, replicaSet] = deploymentObjects('web')
  if (!deployment || !replicaSet) throw new Error('none')
  normalize(deployment, owners)
  expect(normalize(replicaSet, owners).content).not.toContain('template":{')
  expect(normalize({ ...replicaSet, metadata: { name: 'r' } }).content).toContain('template":{')
})

test('a service shows where it is reached from outside', () => {
  const service = serviceObject('s')
  const spec = { ...(service['spec'] as object), type: 'LoadBalancer', externalIPs: ['203.0.113.9'] }
  const status = { loadBalancer: { ingress: [{ ip: '203.0.113.1' }, { hostname: 'lb.example' }] } }
  expect(normalize({ ...service, spec, status }).assets()).toMatchObject([
    {
      row: {
        externalAddresses: ['203.0.113.1', 'lb.example', '203.0.113.9'],
        ports: [{ name: '', port: 80, protocol: 'TCP', targetPort: '8080', nodePort: null }],
      },
    },
  ])
})

test('init containers, sidecars and ephemeral ones are containers of their kind', () => {
  const spec = {
    containers: [{ name: 'a' }],
    initContainers: [{ name: 'b' }, { name: 'c', restartPolicy: 'Always' }],
    ephemeralContainers: [{ name: 'd' }],
  }
  const assets = normalize({ ...podObject('p'), spec }).assets()
  expect(assets.slice(1).map(({ row }) => `${row.name} ${Reflect.get(row, 'kind')}`)).toEqual([
    'a MAIN',
    'b INIT',
    'c SIDECAR',
    'd EPHEMERAL',
  ])
})

describe('canonical JSON', () => {
  test('keys are sorted, and what is not there is left out', () => {
    expect(canonicalJson({ b: [1, undefined, { d: 1, c: undefined }], a: 'x' })).toBe('{"a":"x","b":[1,null,{"d":1}]}')
  })
  test('holds nothing that the database refuses', () => {
    expect(canonicalJson({ 'a\0': 'b\0c\ud800' })).toBe('{"a":"bc\ufffd"}')
    expect(canonicalJson('\\u0000')).toBe('"\\\\u0000"')
  })
  test('a prototype of the sender is left out', () => {
    expect(canonicalJson(JSON.parse('{"__proto__":{"a":1},"b":2}'))).toBe('{"b":2}')
  })
})

describe('the state of a workload', () => {
  const facts: WorkloadFacts = {
    id: 'x',
    kind: 'Deployment',
    desired: 2,
    ready: 0,
    pods: 0,
    suspended: false,
    outcome: undefined,
    served: true,
  }
  const sum = { ...emptySum(), pods: 2, ready: 2 }
  test.each([
    ['all are ready', {}, {}, 'READY'],
    ['one is not ready yet', {}, { ready: 1 }, 'PROGRESSING'],
    ['one is in trouble', {}, { ready: 1, troubled: 1 }, 'DEGRADED'],
    ['it is scaled to none', { desired: 0 }, { pods: 0, ready: 0 }, 'READY'],
    ['it is a manifest', { served: false }, { pods: 0, ready: 0 }, 'UNKNOWN'],
    ['a Job is through', { kind: 'Job', outcome: 'COMPLETE' as const }, {}, 'COMPLETE'],
    ['a Job has failed', { kind: 'Job', outcome: 'FAILED' as const }, {}, 'FAILED'],
    ['a Job runs', { kind: 'Job' }, {}, 'PROGRESSING'],
    ['a CronJob is suspended', { kind: 'CronJob', suspended: true }, {}, 'SUSPENDED'],
    ['a CronJob waits', { kind: 'CronJob', desired: 0 }, { pods: 0, ready: 0 }, 'READY'],
  ])('%s', (_what, moreFacts, moreSum, state) => {
    expect(workloadState({ ...facts, ...moreFacts }, { ...sum, ...moreSum })).toBe(state)
  })
  test('of pods alone', () => {
    expect(stateByPods(sum)).toBe('READY')
    expect(stateByPods({ ...sum, ready: 0, succeeded: 2 })).toBe('COMPLETE')
    expect(stateByPods({ ...sum, ready: 0, succeeded: 1, failed: 1 })).toBe('FAILED')
    expect(stateByPods({ ...sum, ready: 1, troubled: 1 })).toBe('DEGRADED')
    expect(stateByPods(emptySum())).toBe('UNKNOWN')
  })
})
