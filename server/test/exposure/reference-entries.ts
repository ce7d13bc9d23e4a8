import { type Address, addressOf, type Block, isIn, partsOf } from './reference-addresses.ts'
import { portsOf, type ReferencePolicies, referencePolicies } from './reference-policies.ts'
import {
  allOf,
  type ContainerPort,
  type NodeObject,
  type PodObject,
  type Protocol,
  type ServiceObject,
  type ServicePort,
  type SmallObject,
} from './shapes.ts'

export type ReferenceVerdict = 'blocked' | 'private' | 'possible' | 'restricted' | 'internet'
type ReferenceKind = 'LoadBalancer' | 'NodePort' | 'ExternalIP' | 'HostPort' | 'HostNetwork'

/** From weakest to strongest. */
const STRENGTH: readonly ReferenceVerdict[] = ['blocked', 'private', 'possible', 'restricted', 'internet']

/**
 * The strongest verdict for each workload, protocol and container port that services and hosts lead to, by kind of entry:
 * `Kind namespace/name protocol port entry`. What is not there has no way in. Address by address and pod by pod; it knows nothing of
 * the engine. Sources: Service, Pod and Node of the core API; IANA's registries of special-purpose addresses.
 */
export function referenceVerdicts(objects: readonly SmallObject[]): Map<string, ReferenceVerdict> {
  const world: World = {
    policies: referencePolicies(objects),
    pods: allOf(objects, 'Pod').filter(({ status }) => status?.phase !== 'Succeeded' && status?.phase !== 'Failed'),
    nodes: new Map(allOf(objects, 'Node').map((node) => [node.metadata.name, node])),
    parts: partsOf([...SPECIAL, ...PUBLIC_V6, ...rangesNamedBy(objects)]),
  }
  const ways = [
    ...allOf(objects, 'Service').flatMap((service) => waysOfService(world, service)),
    ...world.pods.flatMap((pod) => waysOfPod(world, pod)),
  ]
  const verdicts = new Map<string, ReferenceVerdict>()
  for (const way of ways) {
    const key = `${workloadOf(way.pod)} ${way.protocol} ${way.port} ${way.kind}`
    const verdict = verdictOf(world, way)
    const known = verdicts.get(key)
    if (known === undefined || STRENGTH.indexOf(verdict) > STRENGTH.indexOf(known)) verdicts.set(key, verdict)
  }
  return verdicts
}

interface World {
  readonly policies: ReferencePolicies
  readonly pods: readonly PodObject[]
  readonly nodes: ReadonlyMap<string, NodeObject>
  readonly parts: readonly Block[]
}

/** From one place where clients knock to one port of one pod. */
interface Way {
  readonly kind: ReferenceKind
  readonly pod: PodObject
  readonly protocol: Protocol
  readonly port: number
  readonly isReady: boolean
  readonly at: Place
  /** Undefined for everybody. */
  readonly ranges: readonly string[] | undefined
}

/** An address; or a name, or something of which only this much is known. */
type Place = { readonly address: string } | { readonly isPublic: boolean | undefined }

const ANY_PLACE: Place = { isPublic: undefined }

function waysOfService(world: World, service: ServiceObject): Way[] {
  const { spec } = service
  return spec.ports.flatMap((servicePort) => {
    const protocol = servicePort.protocol ?? 'TCP'
    const endpoints = endpointsOf(world, service, servicePort)
    const lead = (kind: ReferenceKind, places: readonly Place[], ranges?: readonly string[]): Way[] =>
      places.flatMap((at) => endpoints.map((endpoint) => ({ kind, protocol, at, ranges, ...endpoint })))
    const hasNodePort = spec.type === 'NodePort' || (spec.type === 'LoadBalancer' && (servicePort.nodePort ?? 0) !== 0)
    return [
      ...(spec.type === 'LoadBalancer' ? lead('LoadBalancer', placesOfBalancer(service), sourceRangesOf(service)) : []),
      ...(hasNodePort
        ? endpoints.flatMap((endpoint) =>
            placesOfNodes(nodesPassingOn(world, service, endpoint)).map((at) => ({
              ...{ kind: 'NodePort' as const, protocol, at, ranges: undefined },
              ...endpoint,
            })),
          )
        : []),
      ...lead(
        'ExternalIP',
        (spec.externalIPs ?? []).map((address) => ({ address })),
      ),
    ]
  })
}

interface Endpoint {
  readonly pod: PodObject
  readonly port: number
  readonly isReady: boolean
}

/**
 * Pods that are ending are passed over while another is ready; after that they count while they still serve. A service that publishes
 * what is not ready has its endpoints ready, ending or not. Source: discovery/v1 EndpointConditions.
 */
function endpointsOf(world: World, { metadata, spec }: ServiceObject, servicePort: ServicePort): Endpoint[] {
  const wanted = Object.entries(spec.selector ?? {})
  const found = world.pods.flatMap((pod): Endpoint[] => {
    if (wanted.length === 0 || pod.metadata.namespace !== metadata.namespace) return []
    if (!wanted.every(([key, value]) => pod.metadata.labels?.[key] === value)) return []
    const port = targetOf(pod, servicePort)
    if (port === undefined) return []
    return [{ pod, port, isReady: isReady(pod) }]
  })
  if (spec.publishNotReadyAddresses) return found.map((one) => ({ ...one, isReady: true }))
  const isServed = found.some((one) => one.isReady && !isEnding(one.pod))
  return found.flatMap((one) => {
    if (!isEnding(one.pod)) return [one]
    return isServed || !one.isReady ? [] : [{ ...one, isReady: false }]
  })
}

function targetOf(pod: PodObject, { targetPort, port, protocol = 'TCP' }: ServicePort): number | undefined {
  if (typeof targetPort !== 'string') return targetPort ?? port
  return portsOf(pod).find((one) => one.name === targetPort && (one.protocol ?? 'TCP') === protocol)?.containerPort
}

function placesOfBalancer({ metadata, status }: ServiceObject): Place[] {
  const published = status?.loadBalancer.ingress ?? []
  const isInternal = metadata.annotations?.['networking.gke.io/load-balancer-type'] === 'Internal'
  const addresses = published.flatMap(({ ip }) => (ip === undefined ? [] : [{ address: ip }]))
  if (addresses.length > 0) return addresses
  if (published.length === 0) return [{ isPublic: isInternal ? false : undefined }]
  const isNamedInternal = published.every(({ hostname }) => /^internal-.*\.elb\.amazonaws\.com$/.test(hostname ?? ''))
  return [{ isPublic: !isNamedInternal && !isInternal }]
}

function sourceRangesOf({ metadata, spec }: ServiceObject): string[] | undefined {
  if (spec.loadBalancerSourceRanges && spec.loadBalancerSourceRanges.length > 0) return spec.loadBalancerSourceRanges
  return metadata.annotations?.['service.beta.kubernetes.io/load-balancer-source-ranges']?.split(',')
}

/** `Local`: the one that the endpoint is on, since a node passes on to its own alone. Undefined among them is an unknown one. */
function nodesPassingOn({ nodes }: World, { spec }: ServiceObject, { pod }: Endpoint): (NodeObject | undefined)[] {
  const isPublicAnywhere = [...nodes.values()].some((node) => addressesOfNode(node).some(isPublicText))
  const own = nodes.get(pod.spec.nodeName ?? '')
  if (spec.externalTrafficPolicy === 'Local' && (own || isPublicAnywhere)) return [own]
  return nodes.size === 0 ? [undefined] : [...nodes.values()]
}

function placesOfNodes(nodes: readonly (NodeObject | undefined)[]): Place[] {
  return nodes.flatMap((node) => (node ? addressesOfNode(node).map((address) => ({ address })) : [ANY_PLACE]))
}

function addressesOfNode({ status }: NodeObject): string[] {
  return status.addresses.flatMap(({ type, address }) => (type === 'Hostname' ? [] : [address]))
}

/** A pod holds ports of its host until it is gone. */
function waysOfPod(world: World, pod: PodObject): Way[] {
  const base = { pod, isReady: isReady(pod) && !isEnding(pod), ranges: undefined }
  const node = placesOfNodes([world.nodes.get(pod.spec.nodeName ?? '')])
  return portsOf(pod).flatMap((declared): Way[] => {
    const { containerPort: port, protocol = 'TCP' } = declared
    if (pod.spec.hostNetwork) return node.map((at) => ({ ...base, kind: 'HostNetwork', port, protocol, at }))
    return placesOfHostPort(declared, node).map((at) => ({ ...base, kind: 'HostPort', port, protocol, at }))
  })
}

function placesOfHostPort({ hostPort, hostIP = '' }: ContainerPort, node: readonly Place[]): readonly Place[] {
  if (hostPort === undefined || hostIP.startsWith('127.')) return []
  return hostIP === '' || hostIP === '0.0.0.0' ? node : [{ address: hostIP }]
}

/** How much of the public space, of one that has all of it but for excluded parts; what is made here is far from it or above it. */
const NEARLY_ALL = 0.5

function verdictOf(world: World, { pod, protocol, port, at, ranges, isReady: ready }: Way): ReferenceVerdict {
  const heard = world.parts.filter((part) => {
    const client: Address = { bits: part.bits, value: part.first }
    if ('address' in at && addressOf(at.address).bits !== part.bits) return false
    if (ranges && !ranges.some((range) => isIn(client, range))) return false
    return pod.spec.hostNetwork === true || world.policies.letsIn(client, pod, protocol, port)
  })
  const isOutside = ({ bits, first }: Block) => !podRangesOf(world).some((range) => isIn({ bits, value: first }, range))
  if (!heard.some(isOutside)) return 'blocked'
  const isPublicPlace = 'address' in at ? isPublic(addressOf(at.address)) : at.isPublic
  if (isPublicPlace === false) return 'private'
  const open = heard.filter(isPublicPart)
  if (open.length === 0) return 'private'
  if (isPublicPlace === undefined || !ready) return 'possible'
  return [32, 128].some((bits) => share(world.parts, open, bits) > NEARLY_ALL) ? 'internet' : 'restricted'
}

function share(all: readonly Block[], open: readonly Block[], bits: number): number {
  const size = (parts: readonly Block[]) =>
    parts.filter((part) => part.bits === bits).reduce((sum, { first, last }) => sum + Number(last - first + 1n), 0)
  return size(open) / size(all.filter(isPublicPart))
}

function podRangesOf({ nodes }: World): string[] {
  return [...nodes.values()].flatMap(({ spec }) => spec?.podCIDRs ?? [])
}

function isPublicPart({ bits, first }: Block): boolean {
  return isPublic({ bits, value: first })
}

function isPublicText(text: string): boolean {
  return isPublic(addressOf(text))
}

function isPublic(address: Address): boolean {
  if (SPECIAL.some((range) => isIn(address, range))) return false
  return address.bits === 32 || PUBLIC_V6.some((range) => isIn(address, range))
}

const PUBLIC_V6 = ['2000::/3']
const SPECIAL = [
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '169.254.0.0/16',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.0.2.0/24',
  '192.88.99.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '198.51.100.0/24',
  '203.0.113.0/24',
  '224.0.0.0/4',
  '240.0.0.0/4',
  '2001:db8::/32',
  '3fff::/20',
]

function rangesNamedBy(objects: readonly SmallObject[]): string[] {
  return objects.flatMap((object) => {
    if (object.kind === 'Node') return object.spec?.podCIDRs ?? []
    if (object.kind === 'Service') return sourceRangesOf(object) ?? []
    if (object.kind !== 'NetworkPolicy') return []
    const peers = (object.spec.ingress ?? []).flatMap(({ from }) => from ?? [])
    return peers.flatMap(({ ipBlock }) => (ipBlock ? [ipBlock.cidr, ...(ipBlock.except ?? [])] : []))
  })
}

function isReady({ status }: PodObject): boolean {
  return (status?.conditions ?? []).some((condition) => condition.type === 'Ready' && condition.status === 'True')
}

function isEnding({ metadata }: PodObject): boolean {
  return metadata.deletionTimestamp !== undefined
}

/** What owns it, one step up: no owner in a small cluster has an owner. */
function workloadOf({ metadata }: PodObject): string {
  const owner = metadata.ownerReferences?.find(({ controller }) => controller)
  return `${owner?.kind ?? 'Pod'} ${metadata.namespace}/${owner?.name ?? metadata.name}`
}
