import fc, { type Arbitrary } from 'fast-check'

/**
 * Objects of a small cluster: few names of each kind, so that what comes and goes belongs together. What is written into objects is valid in
 * itself, and much of it points at what is not there, or not yet.
 */

export const namespace = fc.constantFrom('alpha', 'beta')
const labels = fc.record({ app: fc.constantFrom('web', 'db'), tier: fc.constantFrom('front', 'back') })
const selector = fc.constantFrom<Record<string, string>>({ app: 'web' }, { app: 'db', tier: 'front' }, { tier: 'back' })
const labelSelector = fc.oneof(
  fc.constant({}),
  selector.map((matchLabels) => ({ matchLabels })),
  fc.constant({ matchExpressions: [{ key: 'tier', operator: 'NotIn', values: ['front'] }] }),
)
const address = fc.constantFrom('8.8.8.8', '10.0.0.9', 'fd00::9', '2606:4700::9')
const published = fc.array(fc.record({ ip: address }), { maxLength: 2 })

function statusOf(ingress: readonly object[]): object {
  return { loadBalancer: { ingress } }
}

function owner(kind: string, name: string): object {
  return { ownerReferences: [{ apiVersion: 'apps/v1', kind, name, uid: name, controller: true }] }
}

const podSpec = fc
  .record({
    hostNetwork: fc.nat({ max: 5 }).map((drawn) => drawn === 0),
    hostPort: fc.constantFrom(undefined, undefined, 8081),
    port: fc.constantFrom(8080, 9090),
    image: fc.constantFrom(
      'app:1',
      'app:1',
      'registry.k8s.io/ingress-nginx/controller:1',
      'flannel:1',
      'calico/node:1',
    ),
  })
  .map(({ hostNetwork, hostPort, port, image }) => ({
    ...(hostNetwork ? { hostNetwork } : {}),
    containers: [
      { name: 'main', image, ports: [{ name: 'http', containerPort: port, ...(hostPort ? { hostPort } : {}) }] },
    ],
  }))

/** By kind: API version, names, and what an object of the kind says; `undefined` namespace: it is in none. */
export interface Kind {
  readonly kind: string
  readonly apiVersion: string
  readonly names: readonly string[]
  readonly isClusterWide?: boolean
  readonly metadata?: Arbitrary<object>
  readonly fields: Arbitrary<object>
}

const podStatus = fc
  .record({
    ready: fc.boolean(),
    phase: fc.constantFrom('Running', 'Running', 'Running', 'Succeeded'),
    at: fc.nat({ max: 3 }),
  })
  .map(({ ready, phase, at }) => ({
    phase,
    podIP: `10.244.0.${at}`,
    hostIP: '192.168.0.1',
    conditions: [{ type: 'Ready', status: ready ? 'True' : 'False' }],
  }))

const podMetadata = fc
  .record({
    labels,
    owned: fc.constantFrom({}, owner('ReplicaSet', 'r0'), owner('ReplicaSet', 'd0-abc'), owner('StatefulSet', 's0')),
    hash: fc.constantFrom({}, { 'pod-template-hash': 'abc' }),
    leaving: fc.constantFrom({}, {}, {}, { deletionTimestamp: '2026-01-01T00:00:00Z' }),
  })
  .map(({ labels: own, owned, hash, leaving }) => ({ labels: { ...own, ...hash }, ...owned, ...leaving }))

const template = fc
  .record({ labels, spec: podSpec })
  .map(({ labels: own, spec }) => ({ spec: { template: { metadata: { labels: own }, spec } } }))

const serviceMetadata = fc.constantFrom<object>(
  {},
  { labels: { 'gateway.networking.k8s.io/gateway-name': 'g0' } },
  { annotations: { 'networking.gke.io/load-balancer-type': 'Internal' } },
)

const service = fc
  .record({
    type: fc.constantFrom('ClusterIP', 'NodePort', 'LoadBalancer', 'LoadBalancer', 'ExternalName'),
    selector: fc.option(selector, { nil: undefined, freq: 4 }),
    port: fc.constantFrom(80, 443),
    targetPort: fc.constantFrom<number | string>(8080, 9090, 'http'),
    nodePort: fc.constantFrom(undefined, 30_080),
    externalIPs: fc.constantFrom(undefined, undefined, ['8.8.8.8'], ['192.168.0.1', 'fd00::9']),
    externalTrafficPolicy: fc.constantFrom('Cluster', 'Local'),
    publishNotReadyAddresses: fc.nat({ max: 3 }).map((drawn) => drawn === 0),
    published,
  })
  .map(({ port, targetPort, nodePort, published: ingress, ...spec }) => ({
    spec: { ...spec, ports: [{ name: 'http', port, targetPort, ...(nodePort ? { nodePort } : {}) }] },
    status: statusOf(ingress),
  }))

const serviceLabel = fc.constantFrom('x0', 'x1').map((name) => ({ labels: { 'kubernetes.io/service-name': name } }))

const slice = fc
  .record({ ready: fc.boolean(), pod: fc.constantFrom('p0', 'p1', undefined), at: fc.nat({ max: 3 }) })
  .map(({ ready, pod, at }) => ({
    ports: [{ name: 'http', port: 8080, protocol: 'TCP' }],
    endpoints: [
      {
        addresses: [`10.244.0.${at}`],
        conditions: { ready },
        ...(pod === undefined ? {} : { targetRef: { kind: 'Pod', name: pod } }),
      },
    ],
  }))

const endpoints = fc
  .nat({ max: 3 })
  .map((at) => ({ subsets: [{ addresses: [{ ip: `10.244.0.${at}` }], ports: [{ name: 'http', port: 8080 }] }] }))

const ingress = fc
  .record({ ingressClassName: fc.constantFrom(undefined, 'nginx', 'c0'), name: fc.constantFrom('x0', 'x1'), published })
  .map(({ ingressClassName, name, published: addresses }) => ({
    spec: { ingressClassName, defaultBackend: { service: { name, port: { number: 80 } } } },
    status: statusOf(addresses),
  }))

const ingressClass = fc
  .record({ controller: fc.constantFrom('k8s.io/ingress-nginx', 'ingress.k8s.aws/alb') })
  .map((spec) => ({ spec: { ...spec, parameters: { kind: 'IngressClassParams', name: 'i0' } } }))

const gateway = fc
  .record({ from: fc.constantFrom('Same', 'All', 'Selector'), addresses: fc.array(address, { maxLength: 1 }) })
  .map(({ from, addresses }) => ({
    spec: {
      gatewayClassName: 'c',
      listeners: [
        {
          ...{ name: 'http', port: 80, protocol: 'HTTP' },
          allowedRoutes: { namespaces: { from, selector: { matchLabels: { team: 'red' } } } },
        },
      ],
    },
    status: { addresses: addresses.map((value) => ({ value })) },
  }))

const route = fc
  .record({ to: namespace, at: namespace, name: fc.constantFrom('x0', 'x1'), weight: fc.constantFrom(0, 1, 1) })
  .map(({ to, at, name, weight }) => ({
    spec: {
      parentRefs: [{ name: 'g0', namespace: at }],
      rules: [{ backendRefs: [{ name, namespace: to, port: 80, weight }] }],
    },
  }))

const grant = fc.record({ namespace }).map(({ namespace: from }) => ({
  spec: {
    from: [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', namespace: from }],
    to: [{ kind: 'Service' }],
  },
}))

const openshiftRoute = fc.record({ name: fc.constantFrom('x0', 'x1') }).map(({ name }) => ({
  spec: { host: 'shop.example', to: { name } },
  status: { ingress: [{ routerName: 'default', conditions: [{ type: 'Admitted', status: 'True' }] }] },
}))

const namespaceLabels = fc.constantFrom({}, { labels: { team: 'red' } }, { labels: { team: 'blue' } })

const node = fc
  .constantFrom<object[]>(
    [{ type: 'InternalIP', address: '192.168.0.1' }],
    [{ type: 'ExternalIP', address: '8.8.4.1' }],
    [
      { type: 'ExternalIP', address: '2606:4700::1' },
      { type: 'InternalIP', address: '192.168.0.1' },
    ],
  )
  .map((addresses) => ({ spec: { podCIDRs: ['10.244.0.0/24'] }, status: { addresses } }))

const peer = fc.oneof(
  labelSelector.map((podSelector) => ({ podSelector })),
  fc.constant({ namespaceSelector: { matchLabels: { team: 'red' } } }),
  fc.constantFrom('0.0.0.0/0', '::/0', '8.0.0.0/8', '10.244.0.0/24').map((cidr) => ({ ipBlock: { cidr } })),
)
const networkPolicy = fc
  .record({
    podSelector: labelSelector,
    from: fc.array(peer, { maxLength: 2 }),
    ports: fc.constantFrom(undefined, [{ port: 8080 }], [{ port: 'http' }]),
    policyTypes: fc.constantFrom(['Ingress'], ['Ingress', 'Egress']),
  })
  .map(({ from, ports, ...spec }) => ({ spec: { ...spec, ingress: [{ from, ...(ports ? { ports } : {}) }] } }))

const adminPolicy = fc
  .record({ action: fc.constantFrom('Allow', 'Deny', 'Pass'), subject: labelSelector, priority: fc.constantFrom(1, 2) })
  .map(({ action, subject, priority }) => ({
    spec: {
      priority,
      subject: { pods: { namespaceSelector: { matchLabels: { team: 'red' } }, podSelector: subject } },
      ingress: [{ action, from: [{ namespaces: {} }] }],
      egress: [{ action, to: [{ nodes: { matchLabels: { zone: '1' } } }] }],
    },
  }))

/** All that exposure is told from, in small. */
export const KINDS: readonly Kind[] = [
  {
    kind: 'Namespace',
    apiVersion: 'v1',
    names: ['alpha', 'beta'],
    isClusterWide: true,
    metadata: namespaceLabels,
    fields: fc.constant({}),
  },
  {
    kind: 'Node',
    apiVersion: 'v1',
    names: ['n0', 'n1'],
    isClusterWide: true,
    metadata: fc.constantFrom({}, { labels: { zone: '1' } }),
    fields: node,
  },
  {
    ...{ kind: 'Pod', apiVersion: 'v1', names: ['p0', 'p1', 'p2', 'p3'], metadata: podMetadata },
    fields: fc
      .record({ spec: podSpec, status: podStatus, nodeName: fc.constantFrom('n0', 'n1', undefined) })
      .map(({ spec, status, nodeName }) => ({ spec: { ...spec, nodeName }, status })),
  },
  {
    kind: 'ReplicaSet',
    apiVersion: 'apps/v1',
    names: ['r0', 'd0-abc'],
    metadata: fc.constantFrom({}, owner('Deployment', 'd0')),
    fields: template,
  },
  { kind: 'Deployment', apiVersion: 'apps/v1', names: ['d0'], metadata: fc.constant({}), fields: template },
  { kind: 'StatefulSet', apiVersion: 'apps/v1', names: ['s0'], metadata: fc.constant({}), fields: template },
  { kind: 'DaemonSet', apiVersion: 'apps/v1', names: ['f0'], metadata: fc.constant({}), fields: template },
  { kind: 'Service', apiVersion: 'v1', names: ['x0', 'x1'], metadata: serviceMetadata, fields: service },
  {
    kind: 'EndpointSlice',
    apiVersion: 'discovery.k8s.io/v1',
    names: ['e0', 'e1'],
    metadata: serviceLabel,
    fields: slice,
  },
  { kind: 'Endpoints', apiVersion: 'v1', names: ['x0', 'x1'], fields: endpoints },
  { kind: 'Ingress', apiVersion: 'networking.k8s.io/v1', names: ['i0', 'i1'], fields: ingress },
  {
    kind: 'IngressClass',
    apiVersion: 'networking.k8s.io/v1',
    names: ['c0'],
    isClusterWide: true,
    fields: ingressClass,
  },
  {
    ...{ kind: 'IngressClassParams', apiVersion: 'elbv2.k8s.aws/v1beta1', names: ['i0'], isClusterWide: true },
    fields: fc.constantFrom('internal', 'internet-facing').map((scheme) => ({ spec: { scheme } })),
  },
  { kind: 'Gateway', apiVersion: 'gateway.networking.k8s.io/v1', names: ['g0'], fields: gateway },
  { kind: 'HTTPRoute', apiVersion: 'gateway.networking.k8s.io/v1', names: ['h0', 'h1'], fields: route },
  { kind: 'ReferenceGrant', apiVersion: 'gateway.networking.k8s.io/v1beta1', names: ['a0'], fields: grant },
  { kind: 'Route', apiVersion: 'route.openshift.io/v1', names: ['o0'], fields: openshiftRoute },
  { kind: 'NetworkPolicy', apiVersion: 'networking.k8s.io/v1', names: ['y0', 'y1'], fields: networkPolicy },
  {
    kind: 'AdminNetworkPolicy',
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    names: ['z0', 'z1'],
    isClusterWide: true,
    fields: adminPolicy,
  },
  {
    kind: 'CiliumNetworkPolicy',
    apiVersion: 'cilium.io/v2',
    names: ['q0'],
    fields: labelSelector.map((endpointSelector) => ({ spec: { endpointSelector } })),
  },
  { kind: 'VirtualService', apiVersion: 'networking.istio.io/v1', names: ['v0'], fields: fc.constant({}) },
]
