import type { Pod, Protocol } from '../model.ts'
import { ANYWHERE, NOWHERE, type SourceSet, unionAll } from '../sources.ts'
import { add, type Bitset, emptyBitset, fullBitset, membersOf, or } from './bitset.ts'
import { isNamed, PodClasses } from './pod-classes.ts'
import { PodGroups } from './pod-groups.ts'
import type { Direction, Peer, PolicyDoubt, PolicyPart, PortName, Rule } from './rules.ts'

/** A rule with its peers as sets: of classes of pods, and of addresses outside of the cluster. */
export interface CompiledRule {
  readonly classes: Bitset
  readonly addresses: SourceSet
}

/** Policies and pods put together: who is subject to what, and whom each rule is about. */
export class CompiledPolicies {
  readonly classes: PodClasses
  readonly #rules = new Map<Rule, CompiledRule>()
  readonly #parts: Readonly<Record<Direction, PolicyPart[][]>>
  readonly #doubts: PolicyDoubt[][]
  readonly #named = new Map<string, Bitset>()

  /** `parts` in the order in which they are asked. */
  constructor(pods: readonly Pod[], parts: readonly PolicyPart[], doubts: readonly PolicyDoubt[]) {
    const rules = parts.flatMap((part) => part.rules)
    const peers = rules.flatMap((rule) => rule.peers ?? [])
    const portNames = new Set(
      rules.flatMap((rule) => (rule.ports ?? []).flatMap((port) => ('name' in port ? port.name : []))),
    )
    const addresses = peers.some((peer) => peer.kind === 'addresses' && peer.coversPods)
    const groups = new PodGroups(pods, { portNames, addresses })
    const groupsOfPeer = new Map(peers.map((peer) => [peer, groupsOf(peer, groups)]))
    const subjects = [...parts, ...doubts].map(({ subject }) => groups.selected(subject))
    this.classes = new PodClasses(groups, new Set([...subjects, ...groupsOfPeer.values()]), portNames)
    this.#parts = { ingress: this.#perClass(), egress: this.#perClass() }
    this.#doubts = this.#perClass()
    for (const part of parts) this.#assign(part, groups, this.#parts[part.direction])
    for (const doubt of doubts) this.#assign(doubt, groups, this.#doubts)
    const classesOfGroups = new Map([...new Set(groupsOfPeer.values())].map((set) => [set, this.classes.ofGroups(set)]))
    const classesOfPeer = (peer: Peer) =>
      classesOfGroups.get(groupsOfPeer.get(peer) ?? NO_GROUPS) ?? emptyBitset(this.classes.count)
    for (const rule of rules) this.#rules.set(rule, this.#compile(rule, classesOfPeer))
  }

  /** The parts that select a class, in the order in which they are asked. */
  partsOf(podClass: number, direction: Direction): readonly PolicyPart[] {
    return this.#parts[direction][podClass] ?? []
  }

  doubtsOf(podClass: number): readonly PolicyDoubt[] {
    return this.#doubts[podClass] ?? []
  }

  compiled(rule: Rule): CompiledRule {
    return this.#rules.get(rule) ?? { classes: emptyBitset(this.classes.count), addresses: NOWHERE }
  }

  /** The classes whose pods declare the port under the name. */
  named(name: PortName, protocol: Protocol, port: number): Bitset {
    const key = `${name.protocol}/${name.name}/${protocol}/${port}`
    const known = this.#named.get(key)
    if (known) return known
    const set = emptyBitset(this.classes.count)
    for (const [id, pod] of this.classes.examples.entries()) if (isNamed(pod, name, protocol, port)) add(set, id)
    this.#named.set(key, set)
    return set
  }

  #compile({ peers }: Rule, classesOf: (peer: Peer) => Bitset): CompiledRule {
    if (!peers) return { classes: fullBitset(this.classes.count), addresses: ANYWHERE }
    return {
      classes: peers.map(classesOf).reduce(or, emptyBitset(this.classes.count)),
      addresses: unionAll(peers.map((peer) => (peer.kind === 'addresses' ? peer.addresses : NOWHERE))),
    }
  }

  #assign<T extends { readonly subject: PolicyPart['subject'] }>(of: T, groups: PodGroups, perClass: T[][]): void {
    for (const id of membersOf(this.classes.ofGroups(groups.selected(of.subject)))) perClass[id]?.push(of)
  }

  #perClass<T>(): T[][] {
    return Array.from({ length: this.classes.count }, () => [])
  }
}

const NO_GROUPS: Bitset = emptyBitset(0)

function groupsOf(peer: Peer, groups: PodGroups): Bitset {
  return peer.kind === 'pods' ? groups.selected(peer.set) : groups.covered(peer)
}
