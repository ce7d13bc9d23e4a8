import { type Fields, fieldsOf, isFields, textOf, wholeOf } from '../../kubernetes/fields.ts'
import { EVERYTHING, readSelector } from '../../kubernetes/label-selector.ts'
import type { KubernetesObject, ObjectRef } from '../../kubernetes/object.ts'
import { refOf } from '../pods.ts'
import { NOWHERE, type SourceSet, sourcesOf, union } from '../sources.ts'
import type { NodeAddresses } from './node-addresses.ts'
import {
  type Direction,
  type Peer,
  type PodSet,
  type PolicyPart,
  type PortMatch,
  type ReadPolicy,
  type Rule,
  type Tier,
  unclearPolicy,
} from './rules.ts'

/** What the kinds of administrators' policies differ in. */
export interface AdminForm {
  readonly kind: string
  readonly tier: Tier
  readonly priority: number | undefined
  readonly actions: Readonly<Record<string, Rule['action']>>
  /** The field of a rule that holds its ports. */
  readonly portsField: 'ports' | 'protocols'
  /** Undefined for one that cannot be read. */
  readonly readPort: (port: Fields) => readonly PortMatch[] | undefined
}

const LAST_PRIORITY = 1_000

/**
 * The directions of an administrators' policy. It fails closed where it cannot be read, as its API says: what allows matches nothing,
 * what denies or passes on denies everyone.
 * Source: network-policy-api, v1alpha1 and v1alpha2.
 */
export function readAdminPolicy(object: KubernetesObject, form: AdminForm, nodes: NodeAddresses): ReadPolicy {
  const policy = refOf(object, form.kind, false)
  const spec = fieldsOf(object['spec'])
  const subject = readPods(fieldsOf(spec['subject']))
  if (!subject) return doubted(policy, { namespaces: EVERYTHING, pods: EVERYTHING }, ['its subject'])
  const unclear = new Set<string>()
  if (form.priority === undefined) unclear.add('its priority')
  const parts = (['ingress', 'egress'] as const).flatMap((direction): PolicyPart[] => {
    const rules = membersOf(spec[direction]).map((rule) => readRule(fieldsOf(rule), direction, form, nodes, unclear))
    if (rules.length === 0) return []
    return [{ policy, direction, tier: form.tier, priority: form.priority ?? LAST_PRIORITY, subject, rules }]
  })
  return { parts, doubts: unclear.size > 0 ? doubted(policy, subject, [...unclear]).doubts : [] }
}

/** 0 to 1,000; undefined for anything else. */
export function readPriority(object: KubernetesObject): number | undefined {
  return wholeOf(fieldsOf(object['spec'])['priority'], 0, LAST_PRIORITY)
}

function doubted(policy: ObjectRef, subject: PodSet, what: readonly string[]): ReadPolicy {
  return { parts: [], doubts: [{ subject, reason: unclearPolicy(policy, what) }] }
}

function readRule(
  rule: Fields,
  direction: Direction,
  form: AdminForm,
  nodes: NodeAddresses,
  unclear: Set<string>,
): Rule {
  const named = textOf(rule['action'], 64)
  const action = Object.hasOwn(form.actions, named) ? form.actions[named] : undefined
  if (action === undefined) unclear.add('an action')
  const peers = allOrNone(
    membersOf(rule[direction === 'ingress' ? 'from' : 'to']).map((peer) =>
      readPeer(fieldsOf(peer), direction, nodes, unclear),
    ),
  )
  if (peers === undefined || peers.length === 0) unclear.add('a peer')
  const listed = membersOf(rule[form.portsField])
  const ports = allOrNone(listed.map((port) => form.readPort(fieldsOf(port))))
  if (ports === undefined) unclear.add('a port')
  const everyPort = listed.length === 0 ? undefined : ports
  if (action !== undefined && peers !== undefined && peers.length > 0 && ports !== undefined)
    return { action, peers, ports: everyPort }
  if (action === 'allow') return { action, peers: [], ports: undefined }
  return { action: 'deny', peers: undefined, ports: everyPort }
}

/** Undefined when one of them is. */
function allOrNone<T>(read: readonly (readonly T[] | undefined)[]): T[] | undefined {
  return read.some((members) => members === undefined) ? undefined : read.flatMap((members) => members ?? [])
}

function readPeer(
  peer: Fields,
  direction: Direction,
  nodes: NodeAddresses,
  unclear: Set<string>,
): readonly Peer[] | undefined {
  const [field, ...others] = Object.keys(peer).filter((key) => peer[key] !== undefined && peer[key] !== null)
  if (field === undefined || others.length > 0) return undefined
  if (field === 'namespaces' || field === 'pods') {
    const set = readPods(peer)
    return set && [{ kind: 'pods', set }]
  }
  if (direction === 'ingress') return undefined
  if (field === 'nodes') return nodesPeer(peer['nodes'], nodes, unclear)
  if (field === 'networks') {
    const addresses = readNetworks(membersOf(peer['networks']))
    return addresses && [{ kind: 'addresses', addresses, coversPods: true }]
  }
  if (field !== 'domainNames') return undefined
  unclear.add('which addresses the names of domains stand for')
  return [{ kind: 'addresses', addresses: NOWHERE, coversPods: false }]
}

function nodesPeer(value: unknown, nodes: NodeAddresses, unclear: Set<string>): readonly Peer[] | undefined {
  const selector = isFields(value) ? readSelector(value) : undefined
  if (!selector) return undefined
  if (!nodes.known) unclear.add('which addresses the nodes have')
  return [{ kind: 'addresses', addresses: nodes.of(selector), coversPods: false }]
}

/** `namespaces`, or `pods` with two selectors; undefined for anything else. */
function readPods({ namespaces, pods }: Fields): PodSet | undefined {
  if (isFields(namespaces)) {
    const selector = readSelector(namespaces)
    return selector && { namespaces: selector, pods: EVERYTHING }
  }
  if (!isFields(pods)) return undefined
  const within = readSelector(pods['namespaceSelector'])
  const selector = readSelector(pods['podSelector'])
  return within && selector && { namespaces: within, pods: selector }
}

function readNetworks(networks: readonly unknown[]): SourceSet | undefined {
  return networks.reduce<SourceSet | undefined>((sum, text) => {
    const addresses = sourcesOf(textOf(text, 64))
    return sum && addresses && union(sum, addresses)
  }, NOWHERE)
}

function membersOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : []
}
