import { expect, test } from 'vitest'
import { ingress, ingressClass, node, pod, service } from '../../../test/exposure-objects.ts'
import { clusterObjects } from '../../kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { analyzeExposure } from '../analyze-exposure.ts'
import { DEFAULT_SETTINGS, type EntryKind } from '../model.ts'
import { simulate } from './simulate.ts'

const ACTION = { kind: 'admitOnlyController' } as const
const LABELS = { 'app.kubernetes.io/name': 'ingress-nginx', 'app.kubernetes.io/component': 'controller' }
const controller = pod('controller', { namespace: 'edge', labels: LABELS, status: { podIP: '10.1.0.9' } })
const balancer = {
  ...service('LoadBalancer', { published: [{ ip: '8.8.4.4' }], spec: { selector: LABELS } }),
  metadata: { name: 'controller', namespace: 'edge' },
}
const backend = { service: { name: 'web', port: { number: 80 } } }
const entry = ingress({
  ingressClassName: 'nginx',
  rules: [{ host: 'a.example', http: { paths: [{ path: '/', backend }] } }],
})
const CLUSTER = [
  node('n1', { ExternalIP: '8.8.4.1' }),
  pod(),
  service('NodePort'),
  ingressClass('nginx', 'k8s.io/ingress-nginx'),
  controller,
  balancer,
  entry,
]
const CLIENT = pod('client', { namespace: 'jobs', status: { podIP: '10.1.0.7' } })

function policy(name: string, spec: object) {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata: { name, namespace: 'app' }, spec }
}

function tryOn(objects: readonly unknown[], kind: EntryKind) {
  const cluster = clusterObjects(objects as KubernetesObject[])
  const { exposures } = analyzeExposure(cluster, DEFAULT_SETTINGS)
  const ids = exposures.filter((one) => one.entry.kind === kind && one.workload?.name === 'web').map(({ id }) => id)
  return simulate(cluster, DEFAULT_SETTINGS, ids, ACTION)
}

test('the way around the controller is closed, the one over it stays', () => {
  const answer = tryOn(CLUSTER, 'NodePort')
  expect(answer.closed.map((one) => one.entry.kind)).toEqual(['NodePort'])
  expect(answer.remaining.map((one) => one.entry.kind)).toEqual(['Ingress'])
  expect([answer.patches[0]?.verb, answer.patches[0]?.command]).toEqual(['apply', 'kubectl apply -f -'])
  expect(answer.patches[0]?.yaml).toBe(`apiVersion: networking.k8s.io/v1
kind: NetworkPolicy
metadata:
  name: web-pod-only-from-controller
  namespace: app
spec:
  podSelector:
    matchLabels:
      app: web
  policyTypes:
    - Ingress
  ingress:
    - from:
        - namespaceSelector:
            matchLabels:
              kubernetes.io/metadata.name: edge
          podSelector:
            matchLabels:
              app.kubernetes.io/component: controller
              app.kubernetes.io/name: ingress-nginx
      ports:
        - port: 8080
          protocol: TCP
`)
})

test('a client in the cluster that would lose its way is named', () => {
  const answer = tryOn([...CLUSTER, CLIENT], 'NodePort')
  expect(answer.broken).toEqual([
    {
      from: { kind: 'Pod', namespace: 'jobs', name: 'client' },
      to: { kind: 'Pod', namespace: 'app', name: 'web' },
      protocol: 'TCP',
      ports: [8080],
      why: 'NetworkPolicy app/web-pod-only-from-controller lets in the controller only.',
    },
  ])
  expect(answer.brokenTotal).toBe(1)
})

test('a client that policies shut out already loses nothing', () => {
  const closed = policy('closed', { podSelector: {}, ingress: [{ from: [{ ipBlock: { cidr: '0.0.0.0/0' } }] }] })
  expect(tryOn([...CLUSTER, CLIENT, closed], 'NodePort').broken).toEqual([])
})

test('policies add up: what another one lets in stays open, and that is said', () => {
  const answer = tryOn([...CLUSTER, policy('open', { podSelector: {}, ingress: [{}] })], 'NodePort')
  expect([answer.closed, answer.unchanged.map((one) => one.entry.kind)]).toEqual([[], ['NodePort']])
  expect(answer.gaps).toContain('Policies add up: what open lets in stays open, and this one closes nothing of it.')
})

test('a policy that shut the controller out would be opened to it, and that is said', () => {
  const answer = tryOn([...CLUSTER, policy('closed', { podSelector: {}, policyTypes: ['Ingress'] })], 'Ingress')
  expect(answer.widened.map((one) => one.entry.kind)).toEqual(['Ingress'])
})

test('pods of others with the same labels are named', () => {
  const twin = pod('twin', { labels: { app: 'web' } })
  expect(tryOn([...CLUSTER, twin], 'NodePort').gaps).toContain(
    'The policy selects pods of Pod twin as well, since they have the same labels.',
  )
})

test('without a known controller, and for networks of nodes, it is refused', () => {
  const without = CLUSTER.filter((object) => object !== controller)
  const own = CLUSTER.map((object) =>
    object === controller ? { ...controller, spec: { ...controller.spec, hostNetwork: true } } : object,
  )
  expect(tryOn(without, 'NodePort').refused[0]?.why).toContain('whose controller is known')
  expect(tryOn(own, 'NodePort').refused[0]?.why).toContain('no policy can select them')
})
