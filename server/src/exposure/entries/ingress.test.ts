import { expect, test } from 'vitest'
import { analyze, ingress, ingressClass, only, pod, said, service } from '../../../test/exposure-objects.ts'

const BACKEND = { service: { name: 'web', port: { number: 80 } } }
const BEHIND = [pod(), service('ClusterIP')]
const NGINX = ingressClass('nginx', 'k8s.io/ingress-nginx')
const ALB = ingressClass('alb', 'ingress.k8s.aws/alb')
const SERVED = { ingressClassName: 'nginx', defaultBackend: BACKEND }

test('an ingress of no class is served by nobody known', () => {
  expect(said(only([...BEHIND, NGINX, ingress({ defaultBackend: BACKEND })], 'Ingress'))).toBe(
    'possible ingressClassMissing',
  )
})

test.each([
  ['the default class', { defaultBackend: BACKEND }, {}, true],
  ['the old annotation', { defaultBackend: BACKEND }, { 'kubernetes.io/ingress.class': 'nginx' }, false],
])('%s serves it', (_, spec, annotations, isDefault) => {
  const marked = { 'ingressclass.kubernetes.io/is-default-class': String(isDefault) }
  const defaulted = { ...NGINX, metadata: { name: 'nginx', annotations: marked } }
  expect(only([...BEHIND, defaulted, ingress(spec, { annotations })], 'Ingress').verdict).toBe('internet')
})

test('a rule without paths goes to the default backend', () => {
  const { exposures } = analyze([...BEHIND, NGINX, ingress({ ...SERVED, rules: [{ host: 'a.example' }] })])
  expect(exposures.map(({ entry }) => entry.host).sort()).toEqual(['', 'a.example'])
})

test('the port of a backend is the port of the service, never the target port', () => {
  const backend = { service: { name: 'web', port: { number: 8080 } } }
  const found = only([...BEHIND, NGINX, ingress({ ...SERVED, defaultBackend: backend })], 'Ingress')
  expect([said(found), found.finding]).toEqual(['none noBackend portMissing', 'noBackend'])
})

test('a resource is an external backend', () => {
  const defaultBackend = { resource: { kind: 'StorageBucket', name: 'b' } }
  expect(only([NGINX, ingress({ ...SERVED, defaultBackend })], 'Ingress').finding).toBe('externalBackend')
})

test('annotations count only where the controller of the class reads them', () => {
  const annotations = {
    'alb.ingress.kubernetes.io/inbound-cidrs': '8.9.0.0/16',
    'nginx.ingress.kubernetes.io/whitelist-source-range': '10.0.0.0/8',
  }
  const alb = { ingressClassName: 'alb', defaultBackend: BACKEND }
  const codes = [`annotationIgnored`, `sourceRanges`]
  const at = (spec: object) => only([...BEHIND, NGINX, ALB, ingress({ ...spec }, { annotations })], 'Ingress')
  expect(at(SERVED)).toMatchObject({ verdict: 'private', sources: ['10.0.0.0/8'] })
  expect(at(alb)).toMatchObject({ verdict: 'restricted', sources: ['8.9.0.0/16'] })
  expect(at(alb).reasons.map(({ code }) => code)).toEqual(codes)
})

test.each([
  ['Intranet', 'private'],
  ['Internet', 'internet'],
])('an AlbConfig of %s makes an ALB %s', (addressType, verdict) => {
  const metadata = { name: 'a' }
  const config = { apiVersion: 'alibabacloud.com/v1', kind: 'AlbConfig', metadata, spec: { config: { addressType } } }
  const parameters = { apiGroup: 'alibabacloud.com', kind: 'AlbConfig', name: 'a' }
  const served = ingressClass('alb', 'ingress.k8s.alibabacloud/alb', { parameters })
  const published = [{ hostname: 'alb-1.cn-hangzhou.alb.example.invalid' }]
  const found = ingress({ ingressClassName: 'alb', defaultBackend: BACKEND }, { published })
  expect(only([...BEHIND, served, config, found], 'Ingress').verdict).toBe(verdict)
})

test('pods that are set as the controller have the say', () => {
  const proxy = pod('proxy', { namespace: 'edge' })
  const balancer = service('LoadBalancer', { published: [{ ip: '10.0.0.9' }], spec: { selector: { app: 'proxy' } } })
  const objects = [...BEHIND, NGINX, proxy, { ...balancer, metadata: { name: 'proxy', namespace: 'edge' } }]
  const controllers = { nginx: { namespace: 'edge', labels: { app: 'proxy' } } }
  const asked = { settings: { controllers } }
  expect(only([...objects, ingress(SERVED, { published: [] })], 'Ingress', asked).verdict).toBe('private')
})

test('a policy that lets in only some of the cluster leaves an unknown controller possible', () => {
  const from = [{ namespaceSelector: { matchLabels: { team: 'edge' } } }]
  const policy = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'p', namespace: 'app' },
    spec: { podSelector: {}, ingress: [{ from }] },
  }
  const edge = { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'edge', labels: { team: 'edge' } } }
  const objects = [...BEHIND, NGINX, edge, pod('other', { namespace: 'edge' }), policy, ingress(SERVED)]
  expect(said(only(objects, 'Ingress'))).toContain('possible assumeUnknownController')
})

test('the router of a route that is known has the say, weights of 0 get nothing', () => {
  const router = pod('router', { namespace: 'openshift-ingress' })
  const balancer = service('LoadBalancer', { published: [{ ip: '8.8.4.4' }], spec: { selector: { app: 'router' } } })
  const found = (weight: number, status: string) => ({
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name: 'r', namespace: 'app' },
    spec: { host: 'a.example', to: { kind: 'Service', name: 'web', weight }, port: { targetPort: 8080 } },
    status: { ingress: [{ routerName: 'default', conditions: [{ type: 'Admitted', status }] }] },
  })
  const placed = { ...balancer, metadata: { name: 'router-default', namespace: 'openshift-ingress' } }
  const verdict = (weight: number, status: string) =>
    only([...BEHIND, router, placed, found(weight, status)], 'Route').verdict
  expect([verdict(100, 'True'), verdict(0, 'True'), verdict(100, 'False')]).toEqual(['internet', 'none', 'none'])
})
