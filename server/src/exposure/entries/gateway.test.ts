import { expect, test } from 'vitest'
import { analyze, gateway, only, pod, route, said, service } from '../../../test/exposure-objects.ts'

const FROM_ALL = { allowedRoutes: { namespaces: { from: 'All' } } }
const HTTP = { name: 'h', port: 80, protocol: 'HTTP', ...FROM_ALL }
const TCP_8080 = { name: 'http', port: 80, targetPort: 8080 }

test.each([
  ['GRPCRoute', { protocol: 'HTTPS' }, 'internet'],
  ['TLSRoute', { protocol: 'TLS', tls: { mode: 'Passthrough' } }, 'internet'],
  ['TCPRoute', { protocol: 'TLS', tls: { mode: 'Terminate' } }, 'internet'],
  ['TCPRoute', { protocol: 'TLS', tls: { mode: 'Passthrough' } }, 'none'],
  ['TCPRoute', { protocol: 'TCP' }, 'internet'],
  ['HTTPRoute', { protocol: 'TCP' }, 'none'],
  ['TCPRoute', { protocol: 'HTTP' }, 'none'],
])('a %s at a listener of %j is %s', (kind, listener, verdict) => {
  expect(at({ ...HTTP, ...listener }, route(kind)).verdict).toBe(verdict)
})

test('a UDPRoute leads to the UDP port of its service', () => {
  const ports = [TCP_8080, { name: 'dns', port: 80, targetPort: 5353, protocol: 'UDP' }]
  const objects = [
    pod(),
    service('ClusterIP', { spec: { ports } }),
    gateway([{ ...HTTP, protocol: 'UDP' }]),
    route('UDPRoute'),
  ]
  expect(only(objects, 'Gateway')).toMatchObject({ verdict: 'internet', containerPort: 5353, protocol: 'UDP' })
})

test.each([
  ['', ['a.example'], ['a.example']],
  ['*.example', ['a.example', 'b.invalid'], ['a.example']],
  ['a.example', ['*.example'], ['a.example']],
  ['a.example', [], ['a.example']],
  ['*.example', ['example'], ['none']],
])('listener %j and route %j share %j', (hostname, hostnames, hosts) => {
  const { exposures } = analyze([...BEHIND, gateway([{ ...HTTP, hostname }]), route('HTTPRoute', { hostnames })])
  expect(exposures.map(({ entry, verdict }) => (verdict === 'none' ? 'none' : entry.host))).toEqual(hosts)
})

test('a route that names a section is only there', () => {
  const parentRefs = [{ name: 'g', namespace: 'infra', sectionName: 'b' }]
  const listeners = [HTTP, { ...HTTP, name: 'b', port: 8443 }]
  expect(at(listeners, route('HTTPRoute', { parentRefs })).entry.port).toBe(8443)
  expect(said(at([HTTP], route('HTTPRoute', { parentRefs })))).toBe('none listenerMissing')
})

test('a backend of weight 0 gets nothing', () => {
  const rules = [{ backendRefs: [{ name: 'web', port: 80, weight: 0 }] }]
  expect(said(at([HTTP], route('HTTPRoute', { rules })))).toContain('none routeStatusMissing weightZero')
})

test('a selector lets routes of the namespaces attach that it takes', () => {
  const listener = (env: string) => ({
    ...HTTP,
    allowedRoutes: { namespaces: { from: 'Selector', selector: { matchLabels: { env } } } },
  })
  const app = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'app', labels: { env: 'prod' } } }
  expect(only([...BEHIND, app, gateway([listener('prod')]), route('HTTPRoute')], 'Gateway').verdict).toBe('internet')
  expect(only([...BEHIND, app, gateway([listener('dev')]), route('HTTPRoute')], 'Gateway').verdict).toBe('none')
  const unread = ['Namespace']
  expect(only([...BEHIND, gateway([listener('prod')]), route('HTTPRoute')], 'Gateway', { unread }).verdict).toBe(
    'possible',
  )
})

test('namespaces in a way that is not known admit nothing', () => {
  expect(at([{ ...HTTP, allowedRoutes: { namespaces: { from: 'Friends' } } }], route('HTTPRoute')).verdict).toBe('none')
})

test('what the controller says goes before what is inferred', () => {
  const status = (type: string) => ({
    parents: [{ parentRef: { name: 'g', namespace: 'infra' }, conditions: [{ type, status: 'False' }] }],
  })
  expect(said(at([HTTP], route('HTTPRoute', {}, status('Accepted'))))).toBe('none routeNotAccepted')
  expect(said(at([HTTP], route('HTTPRoute', {}, status('ResolvedRefs'))))).toBe('none refsNotResolved')
  expect(at([HTTP], route('HTTPRoute', {}, status('Programmed'))).confidence).toBe('high')
})

test('a grant in the namespace of the backend lets a route of another lead there', () => {
  const moved = { ...route('HTTPRoute'), metadata: { name: 'r', namespace: 'edge' } }
  const rules = [{ backendRefs: [{ name: 'web', namespace: 'app', port: 80 }] }]
  const edge = { ...moved, spec: { ...moved.spec, rules } }
  const grant = (name: string) => ({
    apiVersion: 'gateway.networking.k8s.io/v1beta1',
    kind: 'ReferenceGrant',
    metadata: { name: 'grant', namespace: 'app' },
    spec: {
      from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: 'edge' }],
      to: [{ group: '', kind: 'Service', name }],
    },
  })
  const verdict = (...extra: unknown[]) => only([...BEHIND, gateway([HTTP]), edge, ...extra], 'Gateway').verdict
  expect([verdict(grant('web')), verdict(grant('other')), verdict()]).toEqual(['internet', 'none', 'none'])
  const unread = ['ReferenceGrant']
  expect(only([...BEHIND, gateway([HTTP]), edge], 'Gateway', { unread }).verdict).toBe('possible')
})

test('a gateway without addresses is heard where the service is that was made for it', () => {
  const made = service('LoadBalancer', {
    name: 'g-made',
    published: [{ ip: '10.0.0.9' }],
    spec: { selector: { app: 'proxy' } },
  })
  const labeled = {
    ...made,
    metadata: { name: 'g-made', namespace: 'infra', labels: { 'gateway.networking.k8s.io/gateway-name': 'g' } },
  }
  const proxy = pod('proxy', { namespace: 'infra' })
  const objects = [...BEHIND, proxy, labeled, gateway([HTTP], { status: {} }), route('HTTPRoute')]
  expect(only(objects, 'Gateway').verdict).toBe('private')
})

const BEHIND = [pod(), service('ClusterIP')]

function at(listeners: object | readonly object[], attached: unknown) {
  return only([...BEHIND, gateway([listeners].flat() as Record<string, unknown>[]), attached], 'Gateway')
}
