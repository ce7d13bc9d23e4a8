import { expect, test } from 'vitest'
import { analyze, only, pod, said, service } from '../../test/exposure-objects.ts'

const PUBLISHED = { published: [{ ip: '8.8.4.4' }] }
const NOT_READY = { conditions: [{ type: 'Ready', status: 'False' }] }

test('a target port that is named is the number that each pod calls so', () => {
  const named = (name: string, containerPort: number) =>
    pod(name, {
      labels: { app: 'web' },
      spec: { containers: [{ name: 'main', ports: [{ name: 'http', containerPort }] }] },
    })
  const ports = [{ port: 80, targetPort: 'http' }]
  const { exposures } = analyze([
    named('a', 8080),
    named('b', 9090),
    service('LoadBalancer', { ...PUBLISHED, spec: { ports } }),
  ])
  expect(exposures.map(({ workload, containerPort }) => `${workload?.name} ${containerPort}`).sort()).toEqual([
    'a 8080',
    'b 9090',
  ])
})

test('a port belongs to the container that declares it, a sidecar that goes on running too', () => {
  const containers = [{ name: 'main', ports: [{ containerPort: 3000 }] }]
  const initContainers = [{ name: 'proxy', restartPolicy: 'Always', ports: [{ containerPort: 8080 }] }]
  const at = (spec: object) =>
    only([pod('web', { spec: { ...spec } }), service('LoadBalancer', PUBLISHED)], 'LoadBalancer')
  expect(at({ containers, initContainers }).container).toBe('proxy')
  expect(at({ containers }).container).toBe('')
})

test('a selector that is empty selects no pod', () => {
  const found = only([pod(), service('LoadBalancer', { ...PUBLISHED, spec: { selector: {} } })], 'LoadBalancer')
  expect(found).toMatchObject({ verdict: 'none', finding: 'noBackend', workload: undefined })
})

test('addresses that are not ready may be published all the same', () => {
  const at = (spec: object) =>
    said(
      only(
        [pod('web', { status: NOT_READY }), service('LoadBalancer', { ...PUBLISHED, spec: { ...spec } })],
        'LoadBalancer',
      ),
    )
  expect(at({})).toBe('possible noReadyEndpoint nodePortUnallocated')
  expect(at({ publishNotReadyAddresses: true })).toBe('internet nodePortUnallocated')
})

test('what a slice says of being ready goes before the condition of the pod', () => {
  const ready = slice({ targetRef: { kind: 'Pod', name: 'web' }, conditions: { ready: false } })
  expect(only([pod(), service('LoadBalancer', PUBLISHED), ready], 'LoadBalancer').verdict).toBe('possible')
})

test('without a selector slices go before endpoints', () => {
  const endpoints = {
    ...{ apiVersion: 'v1', kind: 'Endpoints', metadata: { name: 'web', namespace: 'app' } },
    subsets: [{ addresses: [{ ip: '10.1.0.5' }], ports: [{ name: 'http', port: 9090 }] }],
  }
  const service_ = service('LoadBalancer', { ...PUBLISHED, spec: { selector: undefined } })
  expect(only([pod(), service_, endpoints], 'LoadBalancer').containerPort).toBe(9090)
  expect(only([pod(), service_, endpoints, slice({})], 'LoadBalancer').containerPort).toBe(8080)
})

test('an address that belongs to no pod is an external backend', () => {
  const outside = slice({ addresses: ['8.8.8.8'] })
  const found = only(
    [pod(), service('LoadBalancer', { ...PUBLISHED, spec: { selector: undefined } }), outside],
    'LoadBalancer',
  )
  expect(found).toMatchObject({ verdict: 'none', finding: 'externalBackend', workload: undefined })
})

test('pods that end are passed over while another one is ready', () => {
  const leaving = { ...pod('old', { labels: { app: 'web' } }) }
  const metadata = { ...leaving.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' }
  const balancer = service('LoadBalancer', PUBLISHED)
  const workloads = analyze([{ ...leaving, metadata }, pod(), balancer]).exposures.map(({ workload }) => workload?.name)
  expect(workloads).toEqual(['web'])
  expect(only([{ ...leaving, metadata }, balancer], 'LoadBalancer').verdict).toBe('possible')
})

test('a pod that ends and does not serve any more is no endpoint', () => {
  const found = only([leaving({ status: NOT_READY }), service('LoadBalancer', PUBLISHED)], 'LoadBalancer')
  expect(found).toMatchObject({ verdict: 'none', finding: 'noBackend', workload: undefined })
})

test('a slice says of a pod that ends whether it serves, since none of those is ready', () => {
  const balancer = service('LoadBalancer', PUBLISHED)
  const told = (serving: boolean) => {
    const conditions = { ready: false, serving, terminating: true }
    return only([leaving({}), balancer, slice({ targetRef: { kind: 'Pod', name: 'web' }, conditions })], 'LoadBalancer')
  }
  expect(told(true).verdict).toBe('possible')
  expect(told(false)).toMatchObject({ verdict: 'none', finding: 'noBackend' })
})

test('a service that publishes what is not ready leads to pods that end as to any other', () => {
  const balancer = service('LoadBalancer', { ...PUBLISHED, spec: { publishNotReadyAddresses: true } })
  const ending = only([leaving({ status: NOT_READY }), balancer], 'LoadBalancer')
  expect(ending).toEqual(only([pod(), balancer], 'LoadBalancer'))
})

test('a workload without pods is reached only possibly', () => {
  const { metadata, spec } = pod()
  const template = { metadata: { labels: metadata.labels }, spec }
  const deployment = { apiVersion: 'apps/v1', kind: 'Deployment', metadata, spec: { template } }
  expect(said(only([deployment, service('LoadBalancer', PUBLISHED)], 'LoadBalancer'))).toBe(
    'possible noPods nodePortUnallocated',
  )
})

function leaving(extra: Parameters<typeof pod>[1]) {
  const ending = pod('web', extra)
  return { ...ending, metadata: { ...ending.metadata, deletionTimestamp: '2026-01-01T00:00:00Z' } }
}

function slice(endpoint: object) {
  return {
    apiVersion: 'discovery.k8s.io/v1',
    kind: 'EndpointSlice',
    metadata: { name: 'web-1', namespace: 'app', labels: { 'kubernetes.io/service-name': 'web' } },
    ports: [{ name: 'http', port: 8080 }],
    endpoints: [{ addresses: ['10.1.0.5'], ...endpoint }],
  }
}
