import fc, { type Arbitrary } from 'fast-check'
import {
  type Ground,
  ground,
  NAMESPACES,
  namespaceSelector,
  nodeSelector,
  objectsOfGround,
  PORT_NAMES,
  PORT_NUMBERS,
  PROTOCOLS,
  podSelector,
} from './cluster-arbitraries.ts'
import { blockOf } from './reference-addresses.ts'
import type {
  AdminNetworkPolicyObject,
  AdminPeer,
  AdminPort,
  AdminRule,
  AdminSubject,
  BaselineAdminNetworkPolicyObject,
  ClusterNetworkPolicyObject,
  ClusterProtocol,
  NetworkPolicyObject,
  PolicyPeer,
  PolicyPort,
  PolicyRule,
  SmallObject,
} from './shapes.ts'

export interface PolicyCluster {
  readonly ground: Ground
  readonly policies: readonly SmallObject[]
}

/** A small cluster with network policies, and with the admin ones of either API: which comes first where both are is nowhere said. */
export function policyCluster(): Arbitrary<PolicyCluster> {
  const drawn = fc.record({
    ground: ground({ pods: { min: 3, max: 6 } }),
    networkPolicies: networkPolicies(ipBlock),
    admin: fc.oneof(fc.constant([]), adminPolicies(), clusterPolicies()),
  })
  return drawn.map(({ ground: on, networkPolicies: ofNamespaces, admin }) => ({
    ground: on,
    policies: [
      ...ofNamespaces.filter(({ metadata }) =>
        on.namespaces.some((namespace) => namespace.metadata.name === metadata.namespace),
      ),
      ...admin,
    ],
  }))
}

export function objectsOf(cluster: PolicyCluster): SmallObject[] {
  return [...objectsOfGround(cluster.ground), ...cluster.policies]
}

/** All blocks that policies name. */
export function blocksOf(policies: readonly SmallObject[]): string[] {
  return policies.flatMap((policy) => {
    if (policy.kind !== 'NetworkPolicy') return []
    const { ingress = [], egress = [] } = policy.spec
    const peers = [...ingress, ...egress].flatMap(({ from = [], to = [] }) => [...from, ...to])
    return peers.flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr, ...(ipBlock.except ?? [])] : []))
  })
}

/** Nested, adjacent, and of hosts alone; some cover pods, some nodes. An `except` is a part of its block. */
const CIDRS = [
  '0.0.0.0/0',
  '0.0.0.0/1',
  '128.0.0.0/1',
  '10.0.0.0/8',
  '10.244.0.0/16',
  '192.168.0.0/24',
  '192.168.0.1/32',
  '203.0.113.0/24',
  '203.0.113.128/25',
  '203.0.113.7/32',
  '255.255.255.255/32',
  '::/0',
  '2000::/3',
  '2001:db8::/32',
  '2001:db8:1::/48',
  'fd00:10::/64',
  'fd00:10::1/128',
]

const ipBlock = fc.constantFrom(...CIDRS).chain((cidr) => {
  const within = CIDRS.filter((other) => other !== cidr && isWithin(other, cidr))
  const except = within.length === 0 ? fc.constant(undefined) : fc.option(fc.subarray(within), { nil: undefined })
  return except.map((parts) => (parts === undefined || parts.length === 0 ? { cidr } : { cidr, except: parts }))
})

function isWithin(inner: string, outer: string): boolean {
  const [a, b] = [blockOf(inner), blockOf(outer)]
  return a.bits === b.bits && a.first >= b.first && a.last <= b.last
}

/** At most four; of each field also its absence, which says something else than an empty list of rules. */
export function networkPolicies(
  blocks: Arbitrary<{ cidr: string; except?: string[] }>,
): Arbitrary<NetworkPolicyObject[]> {
  const rule = (field: 'from' | 'to'): Arbitrary<PolicyRule> =>
    fc.record(
      { [field]: fc.array(peer(blocks), { maxLength: 2 }), ports: fc.array(policyPort, { maxLength: 2 }) },
      { requiredKeys: [] },
    )
  const spec = fc.record(
    {
      podSelector,
      policyTypes: fc.constantFrom<('Ingress' | 'Egress')[]>(['Ingress'], ['Egress'], ['Ingress', 'Egress']),
      ingress: fc.array(rule('from'), { maxLength: 2 }),
      egress: fc.array(rule('to'), { maxLength: 2 }),
    },
    { requiredKeys: ['podSelector'] },
  )
  return fc.array(fc.record({ namespace: fc.constantFrom(...NAMESPACES), spec }), { maxLength: 4 }).map((drawn) =>
    drawn.map(({ namespace, spec: body }, at) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'NetworkPolicy',
      metadata: { name: `policy-${at}`, namespace },
      spec: body,
    })),
  )
}

function peer(blocks: Arbitrary<{ cidr: string; except?: string[] }>): Arbitrary<PolicyPeer> {
  return fc.oneof(
    fc.record({ podSelector }),
    fc.record({ namespaceSelector }),
    fc.record({ podSelector, namespaceSelector }),
    fc.record({ ipBlock: blocks }),
  )
}

const protocol = fc.constantFrom(...PROTOCOLS)
const number = fc.constantFrom(...PORT_NUMBERS)
const name = fc.constantFrom(...PORT_NAMES)
const range = fc.constantFrom(
  { start: 80, end: 81 },
  { start: 81, end: 8080 },
  { start: 1, end: 65_535 },
  { start: 9000, end: 9001 },
)

/** `endPort` may be the port itself, and stands only beside a number. */
const policyPort: Arbitrary<PolicyPort> = fc.oneof(
  fc.record({ protocol }, { requiredKeys: [] }),
  fc.record({ protocol, port: number }, { requiredKeys: ['port'] }),
  fc.record({ protocol, port: name }, { requiredKeys: ['port'] }),
  fc.tuple(protocol, range).map(([of, { start, end }]) => ({ protocol: of, port: start, endPort: end })),
  fc.tuple(protocol, number).map(([of, port]) => ({ protocol: of, port, endPort: port })),
)

const pods = fc.record({ namespaceSelector, podSelector })
/** Often everything, so that policies meet. */
const subject: Arbitrary<AdminSubject> = fc.oneof(
  fc.constant({ namespaces: {} }),
  fc.record({ namespaces: namespaceSelector }),
  fc.record({ pods }),
)
const adminPeer: Arbitrary<AdminPeer> = fc.oneof(fc.record({ namespaces: namespaceSelector }), fc.record({ pods }))
const farPeer: Arbitrary<AdminPeer> = fc.oneof(
  fc.record({ nodes: nodeSelector }),
  fc.record({ networks: fc.uniqueArray(fc.constantFrom(...CIDRS), { minLength: 1, maxLength: 2 }) }),
)
/** Names of domains are for rules that allow, and match no pod. */
const domainPeer: Arbitrary<AdminPeer> = fc.constant({ domainNames: ['*.example.com'] })

const numberedPort: Arbitrary<AdminPort> = fc.oneof(
  fc.record({ portNumber: fc.record({ protocol, port: number }) }),
  fc.record({ portRange: fc.tuple(protocol, range).map(([of, bounds]) => ({ protocol: of, ...bounds })) }),
)
const adminPort: Arbitrary<AdminPort> = fc.oneof(numberedPort, fc.record({ namedPort: name }))

const destination = fc.oneof(
  fc.record({ destinationPort: fc.record({ number }) }),
  fc.record({ destinationPort: fc.record({ range }) }),
)
const numberedProtocol: Arbitrary<ClusterProtocol> = fc.oneof(
  fc.record({ tcp: destination }),
  fc.record({ udp: destination }),
  fc.record({ sctp: destination }),
)
const clusterProtocol: Arbitrary<ClusterProtocol> = fc.oneof(
  numberedProtocol,
  fc.record({ destinationNamedPort: name }),
)

type Action = AdminRule['action']

interface RuleParts {
  readonly actions: readonly Action[]
  readonly field: 'ports' | 'protocols'
  readonly any: Arbitrary<AdminPort | ClusterProtocol>
  /** Without names, for peers that have no named ports. */
  readonly numbered: Arbitrary<AdminPort | ClusterProtocol>
}

function rules({
  actions,
  field,
  any,
  numbered,
}: RuleParts): Arbitrary<{ ingress?: AdminRule[]; egress?: AdminRule[] }> {
  const several = (one: Arbitrary<AdminPort | ClusterProtocol>) =>
    fc.option(fc.array(one, { minLength: 1, maxLength: 2 }), { nil: undefined })
  const rule = (
    side: 'from' | 'to',
    peers: Arbitrary<AdminPeer>,
    ports: Arbitrary<AdminPort | ClusterProtocol>,
    does: readonly Action[],
  ) =>
    fc
      .record({
        action: fc.constantFrom(...does),
        peers: fc.array(peers, { minLength: 1, maxLength: 2 }),
        ports: several(ports),
      })
      .map((drawn): AdminRule => {
        const { action, peers: found, ports: at } = drawn
        return { action, [side]: found, ...(at === undefined ? {} : { [field]: at }) }
      })
  const allowing = actions.filter((action) => action === 'Allow' || action === 'Accept')
  const ingress = rule('from', adminPeer, any, actions)
  const egress = fc.oneof(
    { arbitrary: rule('to', adminPeer, any, actions), weight: 3 },
    { arbitrary: rule('to', fc.oneof(adminPeer, farPeer), numbered, actions), weight: 3 },
    { arbitrary: rule('to', domainPeer, numbered, allowing), weight: 1 },
  )
  return fc.record(
    { ingress: fc.array(ingress, { maxLength: 3 }), egress: fc.array(egress, { maxLength: 3 }) },
    { requiredKeys: [] },
  )
}

const OF_V1ALPHA1 = { field: 'ports', any: adminPort, numbered: numberedPort } as const
const OF_V1ALPHA2 = { field: 'protocols', any: clusterProtocol, numbered: numberedProtocol } as const

/** Priorities differ: of equal ones either may win. */
function adminPolicies(): Arbitrary<(AdminNetworkPolicyObject | BaselineAdminNetworkPolicyObject)[]> {
  const spec = fc
    .record({
      priority: fc.nat({ max: 1000 }),
      subject,
      body: rules({ ...OF_V1ALPHA1, actions: ['Allow', 'Deny', 'Pass'] }),
    })
    .map(({ priority, subject: of, body }) => ({ priority, subject: of, ...body }))
  const baseline = fc
    .record({ subject, body: rules({ ...OF_V1ALPHA1, actions: ['Allow', 'Deny'] }) })
    .map(({ subject: of, body }) => ({ subject: of, ...body }))
  return fc
    .record({
      admin: fc.uniqueArray(spec, { maxLength: 3, selector: ({ priority }) => priority }),
      baseline: fc.option(baseline, { nil: undefined }),
    })
    .map(({ admin, baseline: last }) => [
      ...admin.map(
        (body, at): AdminNetworkPolicyObject => ({
          apiVersion: 'policy.networking.k8s.io/v1alpha1',
          kind: 'AdminNetworkPolicy',
          metadata: { name: `admin-${at}` },
          spec: body,
        }),
      ),
      ...(last === undefined ? [] : [baselineObject(last)]),
    ])
}

function baselineObject(spec: BaselineAdminNetworkPolicyObject['spec']): BaselineAdminNetworkPolicyObject {
  return {
    apiVersion: 'policy.networking.k8s.io/v1alpha1',
    kind: 'BaselineAdminNetworkPolicy',
    metadata: { name: 'default' },
    spec,
  }
}

function clusterPolicies(): Arbitrary<ClusterNetworkPolicyObject[]> {
  const spec = fc
    .record({
      isBaseline: fc.boolean(),
      priority: fc.nat({ max: 1000 }),
      subject,
      body: rules({ ...OF_V1ALPHA2, actions: ['Accept', 'Deny', 'Pass'] }),
    })
    .map(({ isBaseline, priority, subject: of, body }) => ({
      tier: isBaseline ? ('Baseline' as const) : ('Admin' as const),
      priority,
      subject: of,
      ...body,
    }))
  return fc
    .uniqueArray(spec, { maxLength: 5, size: 'max', selector: ({ tier, priority }) => `${tier} ${priority}` })
    .map((drawn) =>
      drawn.map((body, at) => ({
        apiVersion: 'policy.networking.k8s.io/v1alpha2',
        kind: 'ClusterNetworkPolicy',
        metadata: { name: `cluster-${at}` },
        spec: body,
      })),
    )
}
