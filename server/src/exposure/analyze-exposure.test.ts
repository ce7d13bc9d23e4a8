import { expect, test } from 'vitest'
import { withEachField } from '../../test/exposure/each-field.ts'
import { analyze, gateway, ingress, ingressClass, node, pod, route, service } from '../../test/exposure-objects.ts'
import { clusterObjects } from '../kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import { portRowsOf } from './port-rows.ts'

const BACKEND = { service: { name: 'web', port: { number: 80 } } }
const CLUSTER = [
  pod(),
  pod('second', { labels: { app: 'web' }, spec: { nodeName: 'n2' }, status: { podIP: '10.1.0.6' } }),
  node('n1', { ExternalIP: '8.8.4.6' }),
  node('n2', { ExternalIP: '8.8.4.7' }),
  service('LoadBalancer', {
    published: [{ ip: '8.8.4.4' }, { ip: '8.8.4.5' }],
    spec: { ports: [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30_080 }], externalIPs: ['8.8.4.9'] },
  }),
  ingressClass('nginx', 'k8s.io/ingress-nginx'),
  ingress({ ingressClassName: 'nginx', defaultBackend: BACKEND }),
  gateway([{ name: 'h', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }]),
  route('HTTPRoute', { hostnames: ['b.example', 'a.example'] }),
]

test('the answer is the same whatever the order of the objects', () => {
  const answer = JSON.stringify(analyze(CLUSTER))
  for (let turn = 1; turn < CLUSTER.length; turn++) {
    const turned = [...CLUSTER.slice(turn), ...CLUSTER.slice(0, turn)]
    expect(JSON.stringify(analyze(turned))).toBe(answer)
    expect(JSON.stringify(analyze(turned.reverse()))).toBe(answer)
  }
})

test('ids stay when pods, addresses and node ports change', () => {
  const renamed = CLUSTER.map((object) =>
    JSON.parse(
      JSON.stringify(object)
        .replaceAll('30080', '30081')
        .replace(/8\.8\.4\.(\d)/g, '8.8.5.$1')
        .replaceAll('n1', 'n9')
        .replaceAll('10.1.0.', '10.2.0.'),
    ),
  )
  expect(analyze(renamed).exposures.map(({ id }) => id)).toEqual(analyze(CLUSTER).exposures.map(({ id }) => id))
})

test.each(['Service', 'Ingress', 'HTTPRoute'])('unread, %s leaves a port possible that nothing leads to', (kind) => {
  const objects = clusterObjects([pod()] as KubernetesObject[], new Map([[kind, 'FORBIDDEN']]))
  const answer = analyze([pod()], { unread: [kind] })
  expect(portRowsOf(objects, answer).map(({ verdict }) => verdict)).toEqual(['possible'])
  expect(answer.gaps.map((gap) => [gap.kind, gap.code])).toEqual([[kind, 'FORBIDDEN']])
})

test('unread policies leave what would be open or blocked possible', () => {
  const { exposures } = analyze([pod(), service('LoadBalancer', { published: [{ ip: '8.8.4.4' }] })], {
    unread: ['NetworkPolicy'],
  })
  expect(exposures.map(({ verdict }) => verdict)).toEqual(['possible'])
})

test('unread pods leave an entry point without endpoints possible', () => {
  const { exposures } = analyze([service('LoadBalancer', { published: [{ ip: '8.8.4.4' }] })], { unread: ['Pod'] })
  expect(exposures.map(({ verdict, finding }) => [verdict, finding])).toEqual([['possible', 'noBackend']])
})

test('kinds of a mesh are named as not analyzed', () => {
  const istio = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'VirtualService',
    metadata: { name: 'v', namespace: 'app' },
  }
  expect(analyze([istio]).gaps).toMatchObject([{ kind: 'VirtualService', code: 'notAnalyzed' }])
})

const HOSTILE = [null, -1, '', '__proto__', [null], { constructor: null }]

test.each(HOSTILE)('no field that is %j makes it throw', (value) => {
  for (const object of CLUSTER) {
    for (const changed of withEachField(object, value)) {
      const others = CLUSTER.filter((other) => other !== object)
      expect(() => analyze([...others, changed])).not.toThrow()
    }
  }
})
