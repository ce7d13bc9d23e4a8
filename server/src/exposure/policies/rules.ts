import type { Selector } from '../../kubernetes/label-selector.ts'
import type { ObjectRef } from '../../kubernetes/object.ts'
import type { Protocol, Reason } from '../model.ts'
import type { SourceSet } from '../sources.ts'

/** What all forms of policies come down to. */

export type Direction = 'ingress' | 'egress'

/** In the order in which they are asked. */
export type Tier = 'admin' | 'namespace' | 'baseline'

/** One direction of one policy. */
export interface PolicyPart {
  readonly policy: ObjectRef
  readonly direction: Direction
  readonly tier: Tier
  /** Lower is asked first; 0 where the tier has no order. */
  readonly priority: number
  readonly subject: PodSet
  /** In the order in which they are asked. In the tier `namespace` all of them allow, and what none allows is denied. */
  readonly rules: readonly Rule[]
}

/** Something about these pods that is not known for sure. */
export interface PolicyDoubt {
  readonly subject: PodSet
  readonly reason: Reason
}

/** What a policy object comes down to. */
export interface ReadPolicy {
  readonly parts: readonly PolicyPart[]
  readonly doubts: readonly PolicyDoubt[]
}

/** Pods, by their labels and those of their namespaces. Pods in their node's network are never among them. */
export interface PodSet {
  /** A namespace by its name, or by its labels. */
  readonly namespaces: string | Selector
  readonly pods: Selector
}

export interface Rule {
  readonly action: 'allow' | 'deny' | 'pass'
  /** Undefined: anyone, in the cluster and outside. */
  readonly peers: readonly Peer[] | undefined
  /** Undefined: all ports of all protocols. */
  readonly ports: readonly PortMatch[] | undefined
}

export type Peer = PodPeer | AddressPeer

export interface PodPeer {
  readonly kind: 'pods'
  readonly set: PodSet
}

export interface AddressPeer {
  readonly kind: 'addresses'
  readonly addresses: SourceSet
  /** Whether pods are meant by their addresses too, and not only what is outside and what is in a node's network. */
  readonly coversPods: boolean
}

export type PortMatch = PortRange | PortName

export interface PortRange {
  readonly protocol: Protocol
  readonly first: number
  readonly last: number
}

/** A port by its name in the pod that is connected to; undefined protocol: whichever it is declared with. */
export interface PortName {
  readonly name: string
  readonly protocol: Protocol | undefined
}

export const FIRST_PORT = 1
export const LAST_PORT = 65_535

/** The reason to give for a policy of which something cannot be read. */
export function unclearPolicy({ kind, namespace, name }: ObjectRef, what: readonly string[]): Reason {
  const place = namespace === '' ? name : `${namespace}/${name}`
  return { code: 'policyUnclear', text: `${kind} ${place} is not understood whole: ${[...new Set(what)].join(', ')}.` }
}
