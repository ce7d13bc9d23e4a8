import { expect, test } from 'vitest'
import { gateway, ingress, ingressClass, node, only, pod, route, service } from '../../test/exposure-objects.ts'
import type { EntryKind } from './model.ts'
import { pathSentence } from './path-sentence.ts'

const BACKEND = { service: { name: 'web', port: { number: 80 } } }
const SERVED = {
  ingressClassName: 'nginx',
  tls: [{ hosts: ['shop.example.com'] }],
  rules: [{ host: 'shop.example.com', http: { paths: [{ path: '/', backend: BACKEND }] } }],
}
const BEHIND = [pod(), service('ClusterIP')]
const HOST_PORT = [{ containerPort: 8080, hostPort: 9000 }]
const LISTENERS = [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }]
const END = 'Pod app/web, container main, port 8080/TCP'

test.each<[EntryKind, readonly unknown[], string]>([
  [
    'Ingress',
    [...BEHIND, ingressClass('nginx', 'k8s.io/ingress-nginx'), ingress(SERVED)],
    `8.8.4.4:443 → Ingress app/i (shop.example.com/) → Service app/web:80 → ${END}`,
  ],
  [
    'Gateway',
    [...BEHIND, gateway(LISTENERS), route('HTTPRoute')],
    `8.8.4.7:80 → Gateway infra/g → HTTPRoute app/r (*/) → Service app/web:80 → ${END}`,
  ],
  [
    'LoadBalancer',
    [pod(), service('LoadBalancer', { published: [{ ip: '2a00:1450::5' }, { ip: '8.8.4.4' }] })],
    `[2a00:1450::5]:80 (and 1 more) → LoadBalancer app/web → Service app/web:80 → ${END}`,
  ],
  [
    'LoadBalancer',
    [pod(), service('LoadBalancer')],
    `unknown address:80 → LoadBalancer app/web → Service app/web:80 → ${END}`,
  ],
  [
    'HostPort',
    [pod('web', { spec: { containers: [{ name: 'main', ports: HOST_PORT }] } }), node('n1', { ExternalIP: '8.8.4.1' })],
    `8.8.4.1:9000 → HostPort → ${END}`,
  ],
  [
    'LoadBalancer',
    [service('LoadBalancer')],
    'unknown address:80 → LoadBalancer app/web → Service app/web:80 → nothing',
  ],
])('the way in by %s', (kind, objects, sentence) => {
  expect(pathSentence(only(objects, kind))).toBe(sentence)
})

test('a way that leads out of the cluster says so', () => {
  const resource = { kind: 'StorageBucket', name: 'b' }
  const objects = [
    ingressClass('nginx', 'k8s.io/ingress-nginx'),
    ingress({ ...SERVED, rules: [], defaultBackend: { resource } }),
  ]
  expect(pathSentence(only(objects, 'Ingress'))).toBe('8.8.4.4:80 → Ingress app/i → outside of the cluster')
})

test('names of others add no lines', () => {
  const named = { ...pod(), metadata: { name: 'a\nb', namespace: 'app', labels: { app: 'web' } } }
  expect(pathSentence(only([named, service('LoadBalancer')], 'LoadBalancer'))).toContain(
    'Pod app/a\ufffdb, container main',
  )
})
