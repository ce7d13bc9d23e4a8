import { expect, test } from 'vitest'
import { ingress, ingressClass, node, only, pod, service } from '../../test/exposure-objects.ts'

/** Each address is heard by clients of its family alone, and each has a class of its own. */
const ONLY_V6 = admitting('::/0')
const ONLY_V4 = admitting('0.0.0.0/0')
const MIXED = [{ ip: '8.8.8.8' }, { ip: 'fd00::9' }]

test.each([
  ['only IPv6 clients', [ONLY_V6], 'private'],
  ['only IPv4 clients', [ONLY_V4], 'internet'],
  ['everybody', [], 'internet'],
])(
  'a load balancer with a public IPv4 and a private IPv6 address, for a pod that admits %s',
  (_, policies, verdict) => {
    const balancer = service('LoadBalancer', { published: MIXED })
    expect(only([pod(), balancer, ...policies], 'LoadBalancer').verdict).toBe(verdict)
  },
)

test('who reaches it are those who speak to its most public address', () => {
  const found = only([pod(), service('LoadBalancer', { published: MIXED })], 'LoadBalancer')
  expect(found.sources).toEqual(['0.0.0.0/0'])
})

test('external addresses are judged one by one', () => {
  const external = service('ClusterIP', { spec: { externalIPs: ['8.8.8.8', 'fd00::9'] } })
  expect(only([pod(), external, ONLY_V6], 'ExternalIP').verdict).toBe('private')
  expect(only([pod(), external, ONLY_V4], 'ExternalIP').verdict).toBe('internet')
})

test('addresses of nodes are judged one by one', () => {
  const nodes = [node('n1', { InternalIP: 'fd00::1', ExternalIP: '8.8.4.6' })]
  const balancer = service('NodePort', { spec: { ports: [{ port: 80, targetPort: 8080, nodePort: 30_080 }] } })
  expect(only([pod(), balancer, ONLY_V6, ...nodes], 'NodePort').verdict).toBe('private')
  expect(only([pod(), balancer, ONLY_V4, ...nodes], 'NodePort').verdict).toBe('internet')
})

test('a node of which nothing is known may be heard by those who do not hear the others', () => {
  const nodes = [node('n1', { ExternalIP: '8.8.4.6' }), node('n2', {})]
  const balancer = service('NodePort', { spec: { ports: [{ port: 80, targetPort: 8080, nodePort: 30_080 }] } })
  expect(only([pod(), balancer, ONLY_V6, ...nodes], 'NodePort').verdict).toBe('possible')
  expect(only([pod(), balancer, ...nodes], 'NodePort').verdict).toBe('internet')
})

test('an ingress that lets in one family is judged by the addresses of its controller of that family', () => {
  const labels = { app: 'ingress-nginx' }
  const controller = pod('controller', { labels })
  const front = service('LoadBalancer', { name: 'front', published: MIXED, spec: { selector: labels } })
  const through = (range: string) => {
    const annotations = { 'nginx.ingress.kubernetes.io/whitelist-source-range': range }
    const spec = { ingressClassName: 'nginx', defaultBackend: { service: { name: 'web', port: { number: 80 } } } }
    const objects = [ingress(spec, { annotations, published: [] }), ingressClass('nginx', 'k8s.io/ingress-nginx')]
    return only([pod(), service('ClusterIP'), controller, front, ...objects], 'Ingress').verdict
  }
  expect(through('::/0')).toBe('private')
  expect(through('0.0.0.0/0')).toBe('internet')
})

function admitting(cidr: string) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'admitting', namespace: 'app' },
    spec: { podSelector: { matchLabels: { app: 'web' } }, ingress: [{ from: [{ ipBlock: { cidr } }] }] },
  }
}
