import fc, { type Arbitrary } from 'fast-check'
import {
  type Ground,
  ground,
  labelsFrom,
  NAMESPACES,
  objectsOfGround,
  POD_LABELS,
  PORT_NAMES,
  PORT_NUMBERS,
  PROTOCOLS,
  rarely,
} from './cluster-arbitraries.ts'
import { networkPolicies } from './policy-arbitraries.ts'
import type { NetworkPolicyObject, ServiceObject, ServicePort, SmallObject } from './shapes.ts'

export interface EntryCluster {
  readonly ground: Ground
  readonly services: readonly ServiceObject[]
  readonly policies: readonly NetworkPolicyObject[]
}

/**
 * A small cluster whose services and hosts lead in. Each range is either small or nearly everything, never between the two.
 */
export function entryCluster(): Arbitrary<EntryCluster> {
  const drawn = fc.record({
    ground: ground({ pods: { min: 3, max: 8 }, pod, nodeAddresses, containerPort }),
    hasNodes: rarely.map((isBare) => !isBare),
    services: fc.array(service, { minLength: 1, maxLength: 4 }),
    policies: networkPolicies(ipBlock),
  })
  return drawn.map(({ ground: on, hasNodes, services, policies }) => {
    const isThere = (namespace: string | undefined) => on.namespaces.some(({ metadata }) => metadata.name === namespace)
    return {
      ground: hasNodes ? on : { ...on, nodes: [] },
      services: services
        .map((one, at) => ({ ...one, metadata: { ...one.metadata, name: `s${at}` } }))
        .filter(({ metadata }) => isThere(metadata.namespace)),
      policies: policies.filter(({ metadata }) => isThere(metadata.namespace)),
    }
  })
}

export function objectsOf({ ground: on, services, policies }: EntryCluster): SmallObject[] {
  return [...objectsOfGround(on), ...services, ...policies]
}

const pod = fc.record({
  hostNetwork: rarely,
  isScheduled: rarely.map((isPending) => !isPending),
  isReady: rarely.map((isBroken) => !isBroken),
  isFinished: rarely,
  isTerminating: rarely,
  owner: fc.constantFrom(undefined, undefined, 'set'),
})

const nodeAddresses = fc.constantFrom<string[]>(
  [],
  [],
  ['8.8.4.1'],
  ['2606:4700::1'],
  ['8.8.4.1', 'fd00:20::1'],
  ['8.8.4.1', '2606:4700::1'],
)

/** Of hosts: a port for some, an address for some of these. */
const containerPort = fc.oneof(
  { arbitrary: fc.constant({}), weight: 3 },
  { arbitrary: fc.record({ hostPort: fc.constantFrom(8081, 9001) }), weight: 1 },
  {
    arbitrary: fc.record({
      hostPort: fc.constantFrom(8081, 9001),
      hostIP: fc.constantFrom('127.0.0.1', '0.0.0.0', '192.168.0.1', '8.8.4.1'),
    }),
    weight: 1,
  },
)

const SMALL_BLOCKS = [
  '8.0.0.0/8',
  '8.8.0.0/16',
  '10.0.0.0/8',
  '10.244.0.0/24',
  '100.64.0.0/10',
  '192.168.0.0/16',
  '198.51.100.0/24',
  '2001:4860::/32',
  '2001:db8::/32',
  'fd00::/8',
]
const V4_PARTS = SMALL_BLOCKS.filter((block) => !block.includes(':'))
const V6_PARTS = SMALL_BLOCKS.filter((block) => block.includes(':'))

const ipBlock = fc.oneof(
  { arbitrary: fc.constantFrom(...SMALL_BLOCKS).map((cidr) => ({ cidr })), weight: 3 },
  { arbitrary: fc.subarray(V4_PARTS).map((except) => ({ cidr: '0.0.0.0/0', except })), weight: 1 },
  { arbitrary: fc.subarray(V6_PARTS).map((except) => ({ cidr: '::/0', except })), weight: 1 },
)

const address = fc.constantFrom('8.8.8.8', '8.8.8.9', '10.0.0.9', '100.64.0.9', '2606:4700::9', 'fd00::9')

const servicePort: Arbitrary<ServicePort> = fc.record(
  {
    protocol: fc.constantFrom(...PROTOCOLS),
    port: fc.constantFrom(80, 443, 9000),
    targetPort: fc.oneof(
      fc.constantFrom<number | string>(...PORT_NUMBERS),
      fc.constantFrom<number | string>(...PORT_NAMES),
    ),
    nodePort: fc.constantFrom(30_080, 30_443),
  },
  { requiredKeys: ['port'] },
)

const published = fc.oneof(
  fc.array(fc.record({ ip: address }), { maxLength: 3 }),
  fc.constantFrom<{ hostname: string }[]>(
    [{ hostname: 'web-1.elb.amazonaws.com' }],
    [{ hostname: 'internal-web-1.elb.amazonaws.com' }],
  ),
)

const ranges = fc.subarray([...SMALL_BLOCKS, '0.0.0.0/0', '::/0'], { minLength: 1, maxLength: 2 })

const service: Arbitrary<ServiceObject> = fc
  .record({
    namespace: fc.constantFrom(...NAMESPACES),
    type: fc.constantFrom('ClusterIP' as const, 'NodePort' as const, 'LoadBalancer' as const, 'LoadBalancer' as const),
    selector: labelsFrom(POD_LABELS),
    ports: fc.uniqueArray(servicePort, { minLength: 1, maxLength: 2, selector: ({ port }) => port }),
    externalIPs: fc.option(fc.uniqueArray(address, { minLength: 1, maxLength: 2 }), { nil: undefined, freq: 4 }),
    isLocal: fc.boolean(),
    publishNotReadyAddresses: rarely,
    isInternal: rarely,
    ranges: fc.option(ranges, { nil: undefined }),
    isAnnotated: fc.boolean(),
    published,
  })
  .map((drawn) => {
    const { type } = drawn
    const isBalancer = type === 'LoadBalancer'
    const annotations: Record<string, string> = {}
    if (isBalancer && drawn.isInternal) annotations['networking.gke.io/load-balancer-type'] = 'Internal'
    if (isBalancer && drawn.isAnnotated && drawn.ranges)
      annotations['service.beta.kubernetes.io/load-balancer-source-ranges'] = drawn.ranges.join(',')
    return {
      apiVersion: 'v1',
      kind: 'Service',
      metadata: { name: 'service', namespace: drawn.namespace, annotations },
      spec: {
        type,
        selector: drawn.selector,
        ports: drawn.ports.map((port, at) => portOfType(type, port, at)),
        ...(drawn.externalIPs ? { externalIPs: drawn.externalIPs } : {}),
        ...(type !== 'ClusterIP' && drawn.isLocal ? { externalTrafficPolicy: 'Local' as const } : {}),
        ...(isBalancer && drawn.ranges && !drawn.isAnnotated ? { loadBalancerSourceRanges: drawn.ranges } : {}),
        ...(drawn.publishNotReadyAddresses ? { publishNotReadyAddresses: true } : {}),
      },
      ...(isBalancer ? { status: { loadBalancer: { ingress: drawn.published } } } : {}),
    }
  })

/** Ports of a cluster's own address have no node port; those of several in a service have a name each. */
function portOfType(type: ServiceObject['spec']['type'], { nodePort, ...port }: ServicePort, at: number): ServicePort {
  const named = { ...port, name: `port-${at}` }
  return type === 'ClusterIP' || nodePort === undefined ? named : { ...named, nodePort: nodePort + at }
}
