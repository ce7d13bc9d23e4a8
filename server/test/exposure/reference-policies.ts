import { type Address, addressOf, isIn } from './reference-addresses.ts'
import {
  type AdminPeer,
  type AdminRule,
  type AdminSubject,
  allOf,
  type ContainerPort,
  type Direction,
  type Labels,
  type NetworkPolicyObject,
  type PodObject,
  type PolicyPeer,
  type PolicyPort,
  type Protocol,
  type Selector,
  type SmallObject,
} from './shapes.ts'

/**
 * What policies say, connection by connection, as the specifications have it; slow and plain. It knows nothing of the engine.
 * Sources: NetworkPolicy of networking.k8s.io/v1 and the concept page on it; AdminNetworkPolicy and BaselineAdminNetworkPolicy of
 * policy.networking.k8s.io/v1alpha1; ClusterNetworkPolicy of v1alpha2.
 */
export interface ReferencePolicies {
  /** May `from` open a connection to the port: what lets it out, what lets it in, and both. */
  reaches(from: PodObject, to: PodObject, protocol: Protocol, port: number): Reaches
  /** May someone at an address that is no pod's. */
  letsIn(from: Address, to: PodObject, protocol: Protocol, port: number): boolean
}

export interface Reaches {
  readonly ingress: boolean
  readonly egress: boolean
  readonly combined: boolean
}

/** A connection as seen by the pod that a policy is about: `peer` is the other end, and the port is always that of the target. */
interface Connection {
  readonly subject: PodObject
  readonly peer: PodObject | Address
  /** Undefined when the target is no pod. */
  readonly target: PodObject | undefined
  readonly protocol: Protocol
  readonly port: number
}

interface OrderedPolicy {
  readonly order: number
  readonly subject: AdminSubject
  readonly rules: Record<Direction, readonly AdminRule[]>
}

interface World {
  readonly namespaceLabels: (name: string) => Labels
  readonly nodeLabels: (name: string) => Labels | undefined
  readonly networkPolicies: readonly NetworkPolicyObject[]
  readonly admin: readonly OrderedPolicy[]
  readonly baseline: readonly OrderedPolicy[]
}

export function referencePolicies(objects: readonly SmallObject[]): ReferencePolicies {
  const world = worldOf(objects)
  return {
    reaches(from, to, protocol, port) {
      const ingress = decides(world, 'ingress', { subject: to, peer: from, target: to, protocol, port })
      const egress = decides(world, 'egress', { subject: from, peer: to, target: to, protocol, port })
      return { ingress, egress, combined: ingress && egress }
    },
    letsIn(from, to, protocol, port) {
      return decides(world, 'ingress', { subject: to, peer: from, target: to, protocol, port })
    },
  }
}

/** The ports that a pod serves: init containers that end serve none. */
export function portsOf({ spec }: PodObject): ContainerPort[] {
  const sidecars = (spec.initContainers ?? []).filter(({ restartPolicy }) => restartPolicy === 'Always')
  return [...sidecars, ...spec.containers].flatMap(({ ports }) => ports ?? [])
}

/** An absent value of a label matches `NotIn`. Source: meta/v1 LabelSelectorRequirement. */
export function selects({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  if (!Object.entries(matchLabels).every(([key, value]) => labels[key] === value)) return false
  return matchExpressions.every(({ key, operator, values = [] }) => {
    const value = labels[key]
    if (operator === 'Exists') return value !== undefined
    if (operator === 'DoesNotExist') return value === undefined
    const isListed = value !== undefined && values.includes(value)
    return operator === 'In' ? isListed : !isListed
  })
}

function worldOf(objects: readonly SmallObject[]): World {
  const namespaces = new Map(allOf(objects, 'Namespace').map(({ metadata }) => [metadata.name, metadata.labels ?? {}]))
  const nodes = new Map(allOf(objects, 'Node').map(({ metadata }) => [metadata.name, metadata.labels ?? {}]))
  const clusterPolicies = allOf(objects, 'ClusterNetworkPolicy')
  const ordered = (
    order: number,
    spec: { subject: AdminSubject; ingress?: AdminRule[]; egress?: AdminRule[] },
  ): OrderedPolicy => ({
    order,
    subject: spec.subject,
    rules: { ingress: spec.ingress ?? [], egress: spec.egress ?? [] },
  })
  const ofTier = (tier: 'Admin' | 'Baseline') =>
    clusterPolicies.filter(({ spec }) => spec.tier === tier).map(({ spec }) => ordered(spec.priority, spec))
  const byOrder = (a: OrderedPolicy, b: OrderedPolicy) => a.order - b.order
  const admin = allOf(objects, 'AdminNetworkPolicy').map(({ spec }) => ordered(spec.priority, spec))
  const baseline = allOf(objects, 'BaselineAdminNetworkPolicy').map(({ spec }) => ordered(0, spec))
  return {
    namespaceLabels: (name) => ({ ...namespaces.get(name), 'kubernetes.io/metadata.name': name }),
    nodeLabels: (name) => nodes.get(name),
    networkPolicies: allOf(objects, 'NetworkPolicy'),
    admin: [...admin, ...ofTier('Admin')].sort(byOrder),
    baseline: [...baseline, ...ofTier('Baseline')].sort(byOrder),
  }
}

/** The tiers from the top; where none has a final word, everything is allowed. */
function decides(world: World, direction: Direction, connection: Connection): boolean {
  if (isOnHost(connection.subject) || isFromOwnNode(direction, connection)) return true
  const admin = firstAction(world, world.admin, direction, connection)
  if (admin === 'Allow' || admin === 'Accept') return true
  if (admin === 'Deny') return false
  const selecting = world.networkPolicies.filter((policy) => isSelected(policy, direction, connection.subject))
  if (selecting.length > 0) return selecting.some((policy) => allows(world, policy, direction, connection))
  return firstAction(world, world.baseline, direction, connection) !== 'Deny'
}

/**
 * A pod cannot shut out the node that it is on. Whether it may be kept from calling that node is answered differently by plug-ins; here
 * it may. Source: the concept page on network policies, "What you can't do with network policies".
 */
function isFromOwnNode(direction: Direction, { subject, peer }: Connection): boolean {
  if (direction !== 'ingress' || !isPod(peer) || !isOnHost(peer)) return false
  return peer.spec.nodeName !== undefined && peer.spec.nodeName === subject.spec.nodeName
}

function isSelected({ metadata, spec }: NetworkPolicyObject, direction: Direction, pod: PodObject): boolean {
  if (metadata.namespace !== pod.metadata.namespace || !selects(spec.podSelector, pod.metadata.labels ?? {}))
    return false
  if (direction === 'ingress') return spec.policyTypes?.includes('Ingress') ?? true
  return spec.policyTypes?.includes('Egress') ?? (spec.egress ?? []).length > 0
}

function allows(world: World, policy: NetworkPolicyObject, direction: Direction, connection: Connection): boolean {
  return (policy.spec[direction] ?? []).some((rule) => {
    const peers = (direction === 'ingress' ? rule.from : rule.to) ?? []
    const ports = rule.ports ?? []
    const fromPeer = peers.length === 0 || peers.some((peer) => isPeer(world, policy, peer, connection.peer))
    return fromPeer && (ports.length === 0 || ports.some((port) => isPort(port, connection)))
  })
}

/**
 * Blocks of addresses are about what is outside of the cluster: whether one that covers a pod matches it is left to the plug-in, and here
 * it does not. A pod on the network of its host comes with the address of its node, and no selector knows it.
 */
function isPeer(world: World, policy: NetworkPolicyObject, peer: PolicyPeer, other: PodObject | Address): boolean {
  const { ipBlock, namespaceSelector, podSelector } = peer
  if (ipBlock) {
    if (isPod(other) && !isOnHost(other)) return false
    return addressesOf(other).some(
      (address) => isIn(address, ipBlock.cidr) && !(ipBlock.except ?? []).some((except) => isIn(address, except)),
    )
  }
  if (!isPod(other) || isOnHost(other)) return false
  const isNamespace = namespaceSelector
    ? selects(namespaceSelector, world.namespaceLabels(other.metadata.namespace ?? ''))
    : other.metadata.namespace === policy.metadata.namespace
  return isNamespace && (podSelector === undefined || selects(podSelector, other.metadata.labels ?? {}))
}

function isPort(
  { protocol = 'TCP', port: asked, endPort }: PolicyPort,
  { target, ...connection }: Connection,
): boolean {
  if (protocol !== connection.protocol) return false
  if (asked === undefined) return true
  if (typeof asked === 'number') return connection.port >= asked && connection.port <= (endPort ?? asked)
  return hasNamedPort(target, asked, connection.protocol, connection.port)
}

function hasNamedPort(target: PodObject | undefined, name: string, protocol: Protocol, port: number): boolean {
  if (!target) return false
  return portsOf(target).some(
    (one) => one.name === name && one.containerPort === port && (one.protocol ?? 'TCP') === protocol,
  )
}

function firstAction(
  world: World,
  policies: readonly OrderedPolicy[],
  direction: Direction,
  connection: Connection,
): AdminRule['action'] | undefined {
  for (const policy of policies) {
    if (!isPeerOfAdmin(world, policy.subject, connection.subject)) continue
    for (const rule of policy.rules[direction]) {
      const peers = (direction === 'ingress' ? rule.from : rule.to) ?? []
      if (peers.some((peer) => isPeerOfAdmin(world, peer, connection.peer)) && isPortOfAdmin(rule, connection))
        return rule.action
    }
  }
  return undefined
}

/** Networks match pods as well: "cluster-internal traffic will be checked against the rule as well". */
function isPeerOfAdmin(world: World, peer: AdminPeer, other: PodObject | Address): boolean {
  if (peer.networks) {
    const addresses = addressesOf(other)
    return peer.networks.some((network) => addresses.some((address) => isIn(address, network)))
  }
  if (!isPod(other)) return false
  if (peer.nodes) {
    const labels = isOnHost(other) ? world.nodeLabels(other.spec.nodeName ?? '') : undefined
    return labels !== undefined && selects(peer.nodes, labels)
  }
  if (isOnHost(other)) return false
  const namespaceLabels = world.namespaceLabels(other.metadata.namespace ?? '')
  if (peer.namespaces) return selects(peer.namespaces, namespaceLabels)
  if (!peer.pods) return false
  return (
    selects(peer.pods.namespaceSelector, namespaceLabels) && selects(peer.pods.podSelector, other.metadata.labels ?? {})
  )
}

/** A named port is that of a container, of whichever protocol it is. */
function isPortOfAdmin({ ports, protocols }: AdminRule, { target, protocol, port }: Connection): boolean {
  if (ports === undefined && protocols === undefined) return true
  const isNamed = (name: string | undefined) => name !== undefined && hasNamedPort(target, name, protocol, port)
  const byPort = (ports ?? []).some(({ portNumber, portRange, namedPort }) => {
    if (portNumber) return (portNumber.protocol ?? 'TCP') === protocol && portNumber.port === port
    if (portRange) return (portRange.protocol ?? 'TCP') === protocol && port >= portRange.start && port <= portRange.end
    return isNamed(namedPort)
  })
  return (
    byPort ||
    (protocols ?? []).some(({ destinationNamedPort, tcp, udp, sctp }) => {
      const asked = { TCP: tcp, UDP: udp, SCTP: sctp }[protocol]
      if (!asked) return isNamed(destinationNamedPort)
      const { number, range } = asked.destinationPort ?? {}
      if (range) return port >= range.start && port <= range.end
      return number === undefined || number === port
    })
  )
}

function isPod(peer: PodObject | Address): peer is PodObject {
  return 'metadata' in peer
}

function isOnHost({ spec }: PodObject): boolean {
  return spec.hostNetwork === true
}

function addressesOf(peer: PodObject | Address): Address[] {
  if (!isPod(peer)) return [peer]
  const text = isOnHost(peer) ? peer.status?.hostIP : peer.status?.podIP
  return text === undefined ? [] : [addressOf(text)]
}
