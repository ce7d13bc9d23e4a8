import { compareTexts } from '../../kubernetes/compare-texts.ts'
import { type Requirement, type Selector, selects } from '../../kubernetes/label-selector.ts'
import type { Pod } from '../model.ts'
import { isWithin, type SourceSet } from '../sources.ts'
import { add, and, andNot, type Bitset, emptyBitset, fullBitset, or } from './bitset.ts'
import { addressesOf, sourcesOfPod } from './pod-addresses.ts'
import type { AddressPeer, PodSet } from './rules.ts'

/** What of pods can make a difference to the policies at hand: pods that do not differ in it are one group. */
export interface Distinctions {
  /** Names of ports that policies use. */
  readonly portNames: ReadonlySet<string>
  /** Whether policies mean pods by their addresses. */
  readonly addresses: boolean
}

/**
 * Pods by what policies can tell apart, and for selectors the groups that they select. Each selector is evaluated once, on sets
 * of groups by label, not pod by pod.
 */
export class PodGroups {
  /** One pod of each group. */
  readonly examples: readonly Pod[]
  readonly #groupOf = new Map<string, number>()
  readonly #known = new Map<Pod, number>()
  readonly #distinctions: Distinctions
  readonly #byNamespace = new Map<string, Bitset>()
  readonly #namespaceLabels = new Map<string, Readonly<Record<string, string>>>()
  /** By `key`, and by `key\nvalue`. */
  readonly #byLabel = new Map<string, Bitset>()
  readonly #inNodeNetwork: Bitset
  readonly #addressed: readonly (readonly [group: number, addresses: SourceSet, inNodeNetwork: boolean])[]
  readonly #sets = new Map<string, Bitset>()

  constructor(pods: readonly Pod[], distinctions: Distinctions) {
    this.#distinctions = distinctions
    const examples: Pod[] = []
    const labelKeys = new Map<Readonly<Record<string, string>>, string>()
    for (const pod of pods) {
      const key = this.#keyOf(pod, labelKeys)
      const group = this.#groupOf.get(key) ?? examples.length
      if (group === examples.length) examples.push(pod)
      this.#groupOf.set(key, group)
      this.#known.set(pod, group)
    }
    this.examples = examples
    this.#inNodeNetwork = emptyBitset(examples.length)
    for (const [group, pod] of examples.entries()) this.#index(group, pod)
    this.#addressed = examples.flatMap((pod, group) => {
      if (!pod.hostNetwork && !distinctions.addresses) return []
      return [[group, sourcesOfPod(pod), pod.hostNetwork] as const]
    })
  }

  get count(): number {
    return this.examples.length
  }

  /** Undefined for a pod unlike all of those that were given. */
  groupOf(pod: Pod): number | undefined {
    return this.#known.get(pod) ?? this.#groupOf.get(this.#keyOf(pod, new Map()))
  }

  /** The groups of a set of pods; those in their node's network are never among them. */
  selected({ namespaces, pods }: PodSet): Bitset {
    const key = typeof namespaces === 'string' ? `=${namespaces}\n${pods.key}` : `~${namespaces.key}\n${pods.key}`
    const known = this.#sets.get(key)
    if (known) return known
    const within =
      typeof namespaces === 'string'
        ? (this.#byNamespace.get(namespaces) ?? this.#none())
        : this.#inNamespaces(namespaces)
    const set = pods.requirements.reduce(
      (left, requirement) => this.#holding(left, requirement),
      andNot(within, this.#inNodeNetwork),
    )
    this.#sets.set(key, set)
    return set
  }

  /** The groups that a peer's addresses cover: pods in the network of their node, and others where the peer means them. */
  covered({ addresses, coversPods }: AddressPeer): Bitset {
    const set = this.#none()
    for (const [group, own, inNodeNetwork] of this.#addressed) {
      if ((coversPods || inNodeNetwork) && isWithin(own, addresses)) add(set, group)
    }
    return set
  }

  #index(group: number, pod: Pod): void {
    if (pod.hostNetwork) add(this.#inNodeNetwork, group)
    add(this.#entry(this.#byNamespace, pod.namespace), group)
    this.#namespaceLabels.set(pod.namespace, pod.namespaceLabels)
    for (const [key, value] of Object.entries(pod.labels)) {
      add(this.#entry(this.#byLabel, key), group)
      add(this.#entry(this.#byLabel, `${key}\n${value}`), group)
    }
  }

  #inNamespaces(selector: Selector): Bitset {
    if (selector.requirements.length === 0) return fullBitset(this.count)
    const key = `namespaces\n${selector.key}`
    const known = this.#sets.get(key)
    if (known) return known
    const set = this.#none()
    for (const [name, labels] of this.#namespaceLabels) {
      if (!selects(selector, labels)) continue
      const groups = this.#byNamespace.get(name) ?? set
      for (let at = 0; at < set.length; at++) set[at] = (set[at] ?? 0) | (groups[at] ?? 0)
    }
    this.#sets.set(key, set)
    return set
  }

  #holding(left: Bitset, { key, operator, values }: Requirement): Bitset {
    const withKey = this.#byLabel.get(key) ?? this.#none()
    if (operator === 'Exists') return and(left, withKey)
    if (operator === 'DoesNotExist') return andNot(left, withKey)
    const withValue = values
      .map((value) => this.#byLabel.get(`${key}\n${value}`) ?? this.#none())
      .reduce(or, this.#none())
    return operator === 'In' ? and(left, withValue) : andNot(left, withValue)
  }

  #entry(index: Map<string, Bitset>, key: string): Bitset {
    const set = index.get(key) ?? this.#none()
    index.set(key, set)
    return set
  }

  #none(): Bitset {
    return emptyBitset(this.examples.length)
  }

  #keyOf(pod: Pod, labelKeys: Map<Readonly<Record<string, string>>, string>): string {
    const labels = labelKeys.get(pod.labels) ?? keyOfLabels(pod.labels)
    labelKeys.set(pod.labels, labels)
    const named = pod.ports
      .filter(({ name }) => this.#distinctions.portNames.has(name))
      .map(({ name, protocol, port }) => `${name}/${protocol}/${port}`)
    const addresses = pod.hostNetwork || this.#distinctions.addresses ? addressesOf(pod) : []
    return [
      pod.namespace,
      labels,
      [...new Set(named)].sort().join(),
      pod.hostNetwork ? 'node' : '',
      addresses.join(),
    ].join('\n\n')
  }
}

function keyOfLabels(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => compareTexts(a, b)))
}
