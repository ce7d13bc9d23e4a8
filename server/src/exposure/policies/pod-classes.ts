import type { Pod, Protocol } from '../model.ts'
import { add, type Bitset, emptyBitset, membersOf } from './bitset.ts'
import type { PodGroups } from './pod-groups.ts'
import type { PortName } from './rules.ts'

/**
 * Groups that no policy tells apart: the same policies select them, the same peers mean them, and the ports that policies name
 * are the same in them. All answers are those of classes.
 */
export class PodClasses {
  /** One pod of each class. */
  readonly examples: readonly Pod[]
  readonly #groups: PodGroups
  readonly #classOfGroup: readonly number[]

  /** `sets` are all sets of groups that policies distinguish. */
  constructor(groups: PodGroups, sets: Iterable<Bitset>, portNames: ReadonlySet<string>) {
    this.#groups = groups
    this.#classOfGroup = refined(groups, sets, portNames)
    const examples: Pod[] = []
    for (const [group, id] of this.#classOfGroup.entries()) {
      const example = groups.examples[group]
      if (example && examples[id] === undefined) examples[id] = example
    }
    this.examples = examples
  }

  get count(): number {
    return this.examples.length
  }

  /** Undefined for a pod unlike all that were given. */
  classOf(pod: Pod): number | undefined {
    const group = this.#groups.groupOf(pod)
    return group === undefined ? undefined : this.#classOfGroup[group]
  }

  /** The classes of a set of groups; the set has to be one of those that the classes were made with. */
  ofGroups(groups: Bitset): Bitset {
    const classes = emptyBitset(this.count)
    for (const group of membersOf(groups)) add(classes, this.#classOfGroup[group] ?? 0)
    return classes
  }
}

/** Whether the pod declares this port under the name. */
export function isNamed(pod: Pod, { name, protocol }: PortName, wanted: Protocol, port: number): boolean {
  if (protocol !== undefined && protocol !== wanted) return false
  return pod.ports.some((declared) => declared.name === name && declared.protocol === wanted && declared.port === port)
}

/** Splits one class of all groups by each set in turn; of each group its class, numbered without gaps. */
function refined(groups: PodGroups, sets: Iterable<Bitset>, portNames: ReadonlySet<string>): number[] {
  let next = 0
  const byPorts = new Map<string, number>()
  const classOf = groups.examples.map((pod) => {
    const key = keyOfPorts(pod, portNames)
    const id = byPorts.get(key) ?? next++
    byPorts.set(key, id)
    return id
  })
  for (const set of sets) {
    const inside = new Map<number, number>()
    for (const group of membersOf(set)) {
      const before = classOf[group] ?? 0
      const after = inside.get(before) ?? next++
      inside.set(before, after)
      classOf[group] = after
    }
  }
  const numbers = new Map([...new Set(classOf)].map((id, at) => [id, at]))
  return classOf.map((id) => numbers.get(id) ?? 0)
}

function keyOfPorts(pod: Pod, portNames: ReadonlySet<string>): string {
  const named = pod.ports.flatMap(({ name, protocol, port }) =>
    portNames.has(name) ? `${name}/${protocol}/${port}` : [],
  )
  // Who is in the network of a node is subject to nothing, and yet no class of those that nothing selects.
  return [pod.hostNetwork, ...[...new Set(named)].sort()].join()
}
