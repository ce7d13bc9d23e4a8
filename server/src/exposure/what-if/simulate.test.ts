import { describe, expect, test } from 'vitest'
import { gateway, ingress, ingressClass, node, pod, route, service } from '../../../test/exposure-objects.ts'
import { clusterObjects } from '../../kubernetes/cluster-objects.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { analyzeExposure } from '../analyze-exposure.ts'
import { DEFAULT_SETTINGS, type EntryKind, type Exposure } from '../model.ts'
import { simulate } from './simulate.ts'
import type { WhatIfAction, WhatIfAnswer } from './what-if.ts'

const PUBLIC = [{ ip: '8.8.4.4' }]
const NODE = node('n1', { ExternalIP: '8.8.4.1' })
const NGINX = ingressClass('nginx', 'k8s.io/ingress-nginx')
const BACKEND = { service: { name: 'web', port: { number: 80 } } }
const NODE_PORT = [{ name: 'http', port: 80, targetPort: 8080, nodePort: 30_080 }]
const INTERNAL: WhatIfAction = { kind: 'makeServiceInternal', provider: 'GKE' }

/** The action on all exposures by a kind of entry. */
function tryOn(objects: readonly unknown[], kind: EntryKind, action: WhatIfAction): WhatIfAnswer {
  const cluster = clusterObjects(objects as KubernetesObject[])
  const { exposures } = analyzeExposure(cluster, DEFAULT_SETTINGS)
  const ids = exposures.filter(({ entry }) => entry.kind === kind).map(({ id }) => id)
  return simulate(cluster, DEFAULT_SETTINGS, ids, action)
}

const kinds = (exposures: readonly Exposure[]) => exposures.map(({ entry }) => entry.kind).sort()
const commands = ({ patches }: WhatIfAnswer) => patches.map(({ command }) => command)

function path(at: string, backend: object = BACKEND) {
  return { path: at, pathType: 'Prefix', backend }
}

function served(rules: readonly object[], annotations = {}) {
  return ingress({ ingressClassName: 'nginx', rules }, { annotations })
}

describe('a service made internal', () => {
  test('is closed, by the mark of its provider', () => {
    const answer = tryOn([pod(), service('LoadBalancer', { published: PUBLIC })], 'LoadBalancer', INTERNAL)
    expect(kinds(answer.closed)).toEqual(['LoadBalancer'])
    expect([answer.unchanged, answer.remaining, answer.widened, answer.refused]).toEqual([[], [], [], []])
    expect(answer.patches[0]?.args).toEqual([
      ...['kubectl', 'patch', 'service', 'web', '-n', 'app', '--type', 'merge', '-p'],
      '{"metadata":{"annotations":{"networking.gke.io/load-balancer-type":"Internal"}}}',
    ])
  })

  test('leaves its node port behind', () => {
    const objects = [NODE, pod(), service('LoadBalancer', { published: PUBLIC, spec: { ports: NODE_PORT } })]
    const answer = tryOn(objects, 'LoadBalancer', INTERNAL)
    expect([kinds(answer.closed), kinds(answer.remaining)]).toEqual([['LoadBalancer'], ['NodePort']])
  })

  test('closes the ingresses whose controller it leads to, wherever they repeat its address', () => {
    const controller = pod('proxy', { labels: { app: 'proxy', 'app.kubernetes.io/name': 'other' } })
    const balancer = service('LoadBalancer', { published: PUBLIC, name: 'proxy', spec: { selector: { app: 'proxy' } } })
    const own = ingressClass('own', 'example.com/own')
    const entry = ingress({ ingressClassName: 'own', rules: [{ http: { paths: [path('/')] } }] }, { published: PUBLIC })
    const objects = [pod(), service('ClusterIP'), controller, balancer, own, entry]
    expect(kinds(tryOn(objects, 'LoadBalancer', INTERNAL).closed)).toEqual(['Ingress', 'LoadBalancer'])
  })

  test.each([
    ['alicloud://cn-x.i-abc', {}, '', 'alibaba-cloud-loadbalancer-address-type":"intranet'],
    ['cn-hangzhou.i-bp1abc', {}, '', 'alibaba-cloud-loadbalancer-address-type":"intranet'],
    ['aws:///eu-west-1a/i-0', {}, '', 'aws-load-balancer-internal":"true'],
    ['aws:///eu-west-1a/i-0', {}, 'eks.amazonaws.com/nlb', 'aws-load-balancer-scheme":"internal'],
    ['gce://p/z/n', {}, '', 'networking.gke.io/load-balancer-type":"Internal'],
    ['azure:///subscriptions/s', {}, '', 'azure-load-balancer-internal":"true'],
    ['', { 'service.beta.kubernetes.io/azure-dns-label-name': 'a' }, '', 'azure-load-balancer-internal":"true'],
  ])('has the mark of nodes %j and annotations %j', (providerID, annotations, loadBalancerClass, mark) => {
    const objects = [
      { ...NODE, spec: { providerID } },
      pod(),
      service('LoadBalancer', { published: PUBLIC, annotations, spec: { loadBalancerClass } }),
    ]
    const answer = tryOn(objects, 'LoadBalancer', { kind: 'makeServiceInternal' })
    expect(answer.patches[0]?.args.at(-1)).toContain(mark)
    expect(kinds(answer.closed)).toEqual(['LoadBalancer'])
  })

  test('is refused where nothing tells whose load balancer it is, and for node ports', () => {
    const objects = [NODE, pod(), service('LoadBalancer', { published: PUBLIC, spec: { ports: NODE_PORT } })]
    const unknown = tryOn(objects, 'LoadBalancer', { kind: 'makeServiceInternal' })
    const nodePort = tryOn(objects, 'NodePort', INTERNAL)
    expect([unknown.refused[0]?.why, nodePort.refused[0]?.why].map((why) => why?.slice(0, 30))).toEqual([
      'Whose load balancer it is cann',
      'An internal load balancer leav',
    ])
    expect([...unknown.patches, ...nodePort.patches]).toEqual([])
  })
})

describe('a service made ClusterIP', () => {
  test('is closed with its node ports and external addresses', () => {
    const spec = { ports: NODE_PORT, externalIPs: ['8.8.4.9'], loadBalancerSourceRanges: ['8.0.0.0/8'] }
    const objects = [NODE, pod(), service('LoadBalancer', { published: PUBLIC, spec })]
    const answer = tryOn(objects, 'LoadBalancer', { kind: 'makeServiceClusterIp' })
    expect(kinds(answer.closed)).toEqual(['ExternalIP', 'LoadBalancer', 'NodePort'])
    expect(JSON.parse(answer.patches[0]?.args.at(-1) ?? '')).toEqual({
      spec: {
        type: 'ClusterIP',
        externalIPs: null,
        loadBalancerSourceRanges: null,
        ports: [{ name: 'http', port: 80, targetPort: 8080 }],
      },
    })
  })

  test('leaves another service of the same port', () => {
    const other = service('LoadBalancer', { published: [{ ip: '8.8.4.5' }], name: 'second' })
    const objects = [NODE, pod(), service('NodePort'), other]
    const answer = tryOn(objects, 'NodePort', { kind: 'makeServiceClusterIp' })
    expect([kinds(answer.closed), kinds(answer.remaining)]).toEqual([['NodePort'], ['LoadBalancer']])
  })
})

describe('a port that is dropped', () => {
  const PORTS = [...NODE_PORT, { name: 'admin', port: 81, targetPort: 8081 }]

  test('is closed; the last one of a service is refused', () => {
    const objects = [pod(), service('LoadBalancer', { published: PUBLIC, spec: { ports: PORTS } })]
    const cluster = clusterObjects(objects as KubernetesObject[])
    const ids = analyzeExposure(cluster, DEFAULT_SETTINGS).exposures.filter(({ service: at }) => at?.port === 81)
    const answer = simulate(
      cluster,
      DEFAULT_SETTINGS,
      ids.map(({ id }) => id),
      { kind: 'dropPort' },
    )
    expect([answer.closed.map(({ containerPort }) => containerPort), answer.remaining]).toEqual([[8081], []])
    expect(tryOn([pod(), service('LoadBalancer')], 'LoadBalancer', { kind: 'dropPort' }).refused[0]?.why).toContain(
      'only port',
    )
  })

  test('of a host is taken out of the template, and out of the pods that it makes', () => {
    const ports = [{ containerPort: 8080, hostPort: 9000 }, { containerPort: 9100 }]
    const spec = { nodeName: 'n1', containers: [{ name: 'main', ports }] }
    const owner = { apiVersion: 'apps/v1', kind: 'DaemonSet', name: 'd', controller: true }
    const owned = pod('d-1', { spec })
    const set = {
      apiVersion: 'apps/v1',
      kind: 'DaemonSet',
      metadata: { name: 'd', namespace: 'app' },
      spec: { template: { spec } },
    }
    const objects = [NODE, { ...owned, metadata: { ...owned.metadata, ownerReferences: [owner] } }, set]
    const answer = tryOn(objects, 'HostPort', { kind: 'dropPort' })
    expect(kinds(answer.closed)).toEqual(['HostPort'])
    expect(answer.patches.map(({ object }) => object.kind)).toEqual(['DaemonSet'])
    expect(answer.patches[0]?.args.at(-1)).not.toContain('hostPort')
    expect(tryOn([NODE, pod('p', { spec })], 'HostPort', { kind: 'dropPort' }).refused).toHaveLength(1)
  })

  test('of a pod in the network of its node is refused', () => {
    const objects = [NODE, pod('web', { spec: { hostNetwork: true, nodeName: 'n1' } })]
    expect(tryOn(objects, 'HostNetwork', { kind: 'dropPort' }).refused[0]?.why).toContain('hostNetwork')
  })
})

describe('sources that are limited', () => {
  const RANGES: WhatIfAction = { kind: 'limitSources', ranges: ['8.9.1.0/24', '8.9.0.0/16'] }

  test('narrow a load balancer, and leave its node port', () => {
    const objects = [NODE, pod(), service('LoadBalancer', { published: PUBLIC, spec: { ports: NODE_PORT } })]
    const answer = tryOn(objects, 'LoadBalancer', RANGES)
    expect(answer.narrowed.map(({ before, after }) => [before.verdict, after.verdict, after.sources])).toEqual([
      ['internet', 'restricted', ['8.9.0.0/16']],
    ])
    expect([answer.closed, kinds(answer.remaining)]).toEqual([[], ['NodePort']])
  })

  test('to private ones close it', () => {
    const objects = [pod(), service('LoadBalancer', { published: PUBLIC })]
    const answer = tryOn(objects, 'LoadBalancer', { kind: 'limitSources', ranges: ['10.0.0.0/8'] })
    expect(kinds(answer.closed)).toEqual(['LoadBalancer'])
  })

  test('may be wider than those that are there', () => {
    const objects = [
      pod(),
      service('LoadBalancer', { published: PUBLIC, spec: { loadBalancerSourceRanges: ['8.9.1.0/24'] } }),
    ]
    expect(kinds(tryOn(objects, 'LoadBalancer', RANGES).widened)).toEqual(['LoadBalancer'])
  })

  test.each([
    ['k8s.io/ingress-nginx', {}, 'nginx.ingress.kubernetes.io/whitelist-source-range'],
    [
      'k8s.io/ingress-nginx',
      { 'nginx.ingress.kubernetes.io/allowlist-source-range': '0.0.0.0/0' },
      'nginx.ingress.kubernetes.io/allowlist-source-range',
    ],
    ['ingress.k8s.aws/alb', {}, 'alb.ingress.kubernetes.io/inbound-cidrs'],
  ])('of an ingress of %s with %j stand in %s', (controller, annotations, annotation) => {
    const entry = ingress({ ingressClassName: 'c', rules: [{ http: { paths: [path('/')] } }] }, { annotations })
    const answer = tryOn([pod(), service('ClusterIP'), ingressClass('c', controller), entry], 'Ingress', RANGES)
    expect(answer.narrowed.map(({ after }) => after.verdict)).toEqual(['restricted'])
    expect(answer.patches[0]?.args.at(-1)).toContain(`"${annotation}":"8.9.0.0/16"`)
  })

  test('of a route stand in its annotation, between spaces', () => {
    const found = openshiftRoute()
    const answer = tryOn([pod(), service('ClusterIP'), found], 'Route', {
      kind: 'limitSources',
      ranges: ['8.9.0.0/16', '8.1.0.0/16'],
    })
    expect(kinds(answer.narrowed.map(({ after }) => after))).toEqual(['Route'])
    expect(answer.patches[0]?.args).toContain('routes.route.openshift.io')
    expect(answer.patches[0]?.yaml).toContain('"haproxy.router.openshift.io/ip_whitelist": "8.1.0.0/16 8.9.0.0/16"')
  })

  test.each([[['8.9.0.0/33']], [['8.9.0.0']], [['internet', '8.9.0.0/16']], [[]]])('%j are refused', (ranges) => {
    const objects = [pod(), service('LoadBalancer', { published: PUBLIC })]
    const answer = tryOn(objects, 'LoadBalancer', { kind: 'limitSources', ranges })
    expect([answer.patches, answer.refused.length]).toEqual([[], 1])
    expect(answer.refused[0]?.why).toMatch(/no range in CIDR notation|No range is given/)
  })

  test('are refused where nobody is known to read them', () => {
    const entry = ingress({ ingressClassName: 'c', rules: [{ http: { paths: [path('/')] } }] })
    const objects = [pod(), service('ClusterIP'), ingressClass('c', 'example.com/own'), entry]
    expect(tryOn(objects, 'Ingress', RANGES).refused).toHaveLength(1)
    expect(tryOn([NODE, pod(), service('NodePort')], 'NodePort', RANGES).refused).toHaveLength(1)
  })
})

function openshiftRoute() {
  return {
    ...{ apiVersion: 'route.openshift.io/v1', kind: 'Route', metadata: { name: 'r', namespace: 'app' } },
    spec: { host: 'a.example', to: { kind: 'Service', name: 'web' } },
    status: { ingress: [{ routerName: 'default', conditions: [{ type: 'Admitted', status: 'True' }] }] },
  }
}

describe('a route that is deleted', () => {
  const BEHIND = [pod(), service('ClusterIP'), NGINX]

  test('takes the object along when it is its only one', () => {
    const answer = tryOn([...BEHIND, served([{ host: 'a.example', http: { paths: [path('/')] } }])], 'Ingress', {
      kind: 'deleteRoute',
    })
    expect([kinds(answer.closed), commands(answer)]).toEqual([['Ingress'], ['kubectl delete ingress i -n app']])
  })

  test('leaves other paths, hosts and the default backend', () => {
    const rules = [
      { host: 'a.example', http: { paths: [path('/'), path('/admin')] } },
      { host: 'b.example', http: { paths: [path('/')] } },
    ]
    const cluster = clusterObjects([...BEHIND, served(rules)] as KubernetesObject[])
    const { exposures } = analyzeExposure(cluster, DEFAULT_SETTINGS)
    const chosen = exposures.filter(({ entry }) => entry.path === '/admin')
    const answer = simulate(
      cluster,
      DEFAULT_SETTINGS,
      chosen.map(({ id }) => id),
      { kind: 'deleteRoute' },
    )
    expect(answer.closed.map(({ entry }) => entry.path)).toEqual(['/admin'])
    expect(answer.remaining.map(({ entry }) => `${entry.host}${entry.path}`).sort()).toEqual([
      'a.example/',
      'b.example/',
    ])
    expect(JSON.parse(answer.patches[0]?.args.at(-1) ?? '').spec.rules[0].http.paths).toEqual([path('/')])
  })

  test('leaves another port of the same service, however ports are named', () => {
    const ports = [
      { name: 'http', port: 80, targetPort: 8080 },
      { name: 'admin', port: 81, targetPort: 8081 },
    ]
    const to = (port: object) => path('/', { service: { name: 'web', port } })
    const rules = [{ http: { paths: [to({ name: 'http' }), to({ name: 'admin' })] } }]
    const objects = [pod(), service('ClusterIP', { spec: { ports } }), NGINX, served(rules)]
    const cluster = clusterObjects(objects as KubernetesObject[])
    const { exposures } = analyzeExposure(cluster, DEFAULT_SETTINGS)
    const chosen = exposures.filter(({ containerPort }) => containerPort === 8081).map(({ id }) => id)
    const answer = simulate(cluster, DEFAULT_SETTINGS, chosen, { kind: 'deleteRoute' })
    expect(answer.closed.map(({ containerPort }) => containerPort)).toEqual([8081])
    expect(answer.patches.map(({ verb }) => verb)).toEqual(['patch'])
  })

  test('of a gateway is a match, a rule or the route', () => {
    const listeners = [{ name: 'http', port: 80, protocol: 'HTTP', allowedRoutes: { namespaces: { from: 'All' } } }]
    const matches = ['/a', '/b'].map((value) => ({ path: { type: 'PathPrefix', value } }))
    const rules = [{ matches, backendRefs: [{ name: 'web', port: 80 }] }]
    const cluster = clusterObjects([
      pod(),
      service('ClusterIP'),
      gateway(listeners),
      route('HTTPRoute', { rules }),
    ] as KubernetesObject[])
    const { exposures } = analyzeExposure(cluster, DEFAULT_SETTINGS)
    const one = exposures.filter(({ entry }) => entry.path === '/a').map(({ id }) => id)
    const some = simulate(cluster, DEFAULT_SETTINGS, one, { kind: 'deleteRoute' })
    expect([some.closed.map(({ entry }) => entry.path), some.remaining.map(({ entry }) => entry.path)]).toEqual([
      ['/a'],
      ['/b'],
    ])
    const all = simulate(
      cluster,
      DEFAULT_SETTINGS,
      exposures.map(({ id }) => id),
      { kind: 'deleteRoute' },
    )
    expect(commands(all)).toEqual(['kubectl delete httproutes.gateway.networking.k8s.io r -n app'])
    expect(all.remaining).toEqual([])
  })

  test('of OpenShift is the object; what has no routes is refused', () => {
    const answer = tryOn([pod(), service('ClusterIP'), openshiftRoute()], 'Route', { kind: 'deleteRoute' })
    expect([kinds(answer.closed), commands(answer)]).toEqual([
      ['Route'],
      ['kubectl delete routes.route.openshift.io r -n app'],
    ])
    expect(tryOn([NODE, pod(), service('NodePort')], 'NodePort', { kind: 'deleteRoute' }).refused).toHaveLength(1)
  })
})

test('an id that is not there is refused, and one that is given twice counts once', () => {
  const answer = simulate(clusterObjects([]), DEFAULT_SETTINGS, ['x', 'x'], INTERNAL)
  expect(answer.refused).toEqual([{ exposureId: 'x', why: 'There is no such exposure, or it is there no more.' }])
})
