import { expect, test } from 'vitest'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { generate } from './generate.ts'

const objects = generate({ pods: 30, services: 2, nodes: 3, namespaces: 2 })
const of = (kind: string): KubernetesObject[] => objects.filter((object) => object.kind === kind)
const sizes = (kind: string): number[] => of(kind).map((object) => JSON.stringify(object).length)

test('the same amounts make the same objects', () => {
  expect(generate({ pods: 30, services: 2, nodes: 3, namespaces: 2 })).toEqual(objects)
})

test('pods are as large as those of a real Deployment', () => {
  expect(Math.min(...sizes('Pod'))).toBeGreaterThan(5_000)
  expect(Math.max(...sizes('Pod'))).toBeLessThan(8_500)
})

test('workloads are as large as real ones', () => {
  for (const kind of ['Deployment', 'ReplicaSet']) {
    expect(Math.min(...sizes(kind))).toBeGreaterThan(3_000)
    expect(Math.max(...sizes(kind))).toBeLessThan(6_500)
  }
})

test('every pod has its owner, and its owner has one', () => {
  const uids = new Set(objects.map(({ metadata }) => metadata?.uid))
  for (const object of [...of('Pod'), ...of('ReplicaSet')]) {
    expect(uids).toContain(object.metadata?.ownerReferences?.[0]?.uid)
  }
})

test('what a pod asks for is what its workload asks for', () => {
  const [pod] = of('Pod') as unknown as { spec: { containers: { env: object[] }[] } }[]
  const [deployment] = of('Deployment') as unknown as {
    spec: { template: { spec: { containers: { env: object[] }[] } } }
  }[]
  expect(pod?.spec.containers[0]?.env).toEqual(deployment?.spec.template.spec.containers[0]?.env)
})

test('managed fields tell who set what', () => {
  const [pod] = of('Pod') as unknown as { metadata: { managedFields: { manager: string; fieldsV1: object }[] } }[]
  expect(pod?.metadata.managedFields).toMatchObject([
    {
      manager: 'kube-controller-manager',
      fieldsV1: { 'f:spec': { 'f:containers': { 'k:{"name":"main"}': { 'f:image': {}, 'f:env': { '.': {} } } } } },
    },
    {
      manager: 'kubelet',
      subresource: 'status',
      fieldsV1: { 'f:status': { 'f:conditions': { 'k:{"type":"Ready"}': { 'f:lastTransitionTime': {} } } } },
    },
  ])
})
