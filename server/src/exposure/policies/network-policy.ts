import { type Fields, fieldsOf, isFields, textOf, textsOf, wholeOf } from '../../kubernetes/fields.ts'
import { EVERYTHING, readSelector } from '../../kubernetes/label-selector.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'
import { protocolOf, refOf } from '../pods.ts'
import { type SourceSet, sourcesOf, subtract } from '../sources.ts'
import {
  type Direction,
  FIRST_PORT,
  LAST_PORT,
  type Peer,
  type PolicyPart,
  type PortMatch,
  type ReadPolicy,
  type Rule,
  unclearPolicy,
} from './rules.ts'

/**
 * The directions in which a NetworkPolicy isolates. What no API server would take allows nothing and is a doubt.
 * Source: Kubernetes API, networking.k8s.io/v1: `policyTypes` is Ingress by default, and Egress where there are egress rules; an
 * absent or empty list of peers is anyone, of ports any port; an ipBlock is about what is outside of the cluster.
 */
export function readNetworkPolicy(object: KubernetesObject): ReadPolicy {
  const policy = refOf(object, 'NetworkPolicy')
  const spec = fieldsOf(object['spec'])
  const selector = readSelector(spec['podSelector'])
  const subject = { namespaces: policy.namespace, pods: selector ?? EVERYTHING }
  if (!selector) return { parts: [], doubts: [{ subject, reason: unclearPolicy(policy, ['its podSelector']) }] }
  const unclear: string[] = []
  const parts = directionsOf(spec).map((direction): PolicyPart => {
    const rules = membersOf(spec[direction]).map((rule) => readRule(rule, direction, policy.namespace, unclear))
    return { policy, direction, tier: 'namespace', priority: 0, subject, rules }
  })
  return { parts, doubts: unclear.length > 0 ? [{ subject, reason: unclearPolicy(policy, unclear) }] : [] }
}

function directionsOf(spec: Fields): Direction[] {
  const types = textsOf(spec['policyTypes'])
  if (types.length === 0) return membersOf(spec['egress']).length > 0 ? ['ingress', 'egress'] : ['ingress']
  return (['ingress', 'egress'] as const).filter((direction) =>
    types.includes(direction === 'ingress' ? 'Ingress' : 'Egress'),
  )
}

function readRule(value: unknown, direction: Direction, namespace: string, unclear: string[]): Rule {
  const rule = fieldsOf(value)
  const peers = membersOf(rule[direction === 'ingress' ? 'from' : 'to'])
  const ports = membersOf(rule['ports'])
  return {
    action: 'allow',
    peers:
      peers.length === 0
        ? undefined
        : peers.flatMap((peer) => understood(readPeer(peer, namespace), 'a peer', unclear)),
    ports: ports.length === 0 ? undefined : ports.flatMap((port) => understood(readPort(port), 'a port', unclear)),
  }
}

function readPeer(value: unknown, namespace: string): Peer | undefined {
  const { ipBlock, podSelector, namespaceSelector } = fieldsOf(value)
  const byLabels = isFields(podSelector) || isFields(namespaceSelector)
  if (ipBlock !== undefined && ipBlock !== null) {
    const addresses = byLabels ? undefined : readBlock(fieldsOf(ipBlock))
    return addresses && { kind: 'addresses', addresses, coversPods: false }
  }
  const pods = readSelector(podSelector)
  const namespaces = isFields(namespaceSelector) ? readSelector(namespaceSelector) : namespace
  return byLabels && pods && namespaces !== undefined ? { kind: 'pods', set: { namespaces, pods } } : undefined
}

/** An exception that cannot be read makes the whole block unreadable: without it more would be allowed than was meant. */
function readBlock(block: Fields): SourceSet | undefined {
  let addresses = sourcesOf(textOf(block['cidr'], 64))
  for (const text of membersOf(block['except'])) {
    const except = sourcesOf(textOf(text, 64))
    addresses = addresses && except && subtract(addresses, except)
  }
  return addresses
}

function readPort(value: unknown): PortMatch | undefined {
  if (!isFields(value)) return undefined
  const protocol = protocolOf(value['protocol'])
  const { port, endPort } = value
  if (protocol === undefined) return undefined
  const open = endPort === undefined || endPort === null
  if (port === undefined || port === null) return open ? { protocol, first: FIRST_PORT, last: LAST_PORT } : undefined
  if (typeof port === 'string') return open ? { protocol, name: port } : undefined
  const first = wholeOf(port, FIRST_PORT, LAST_PORT)
  const last = open ? first : wholeOf(endPort, first, LAST_PORT)
  return first === undefined || last === undefined ? undefined : { protocol, first, last }
}

function understood<T>(value: T | undefined, what: string, unclear: string[]): T[] {
  if (value !== undefined) return [value]
  unclear.push(what)
  return []
}

function membersOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
