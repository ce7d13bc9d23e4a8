import { isNamespaced } from '../kubernetes/cluster-objects.ts'
import type { Facts } from './facts.ts'
import type { Rule } from './rule.ts'
import type { Slot } from './slots.ts'
import { type Subject, WORKLOAD_KINDS } from './subject.ts'

/** Kinds that say something of other namespaces than their own: rights are given to accounts of any. */
const SEEN_FROM_AFAR = new Set(['Role', 'RoleBinding'])
/** Kinds that are told by objects of other namespaces: rights by their bindings, routes by what they lead to. */
const LOOK_AFAR = new Set([
  'Role',
  'RoleBinding',
  'ServiceAccount',
  'Gateway',
  'Gateway.networking.istio.io',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'VirtualService',
])

/** Namespaces in which objects of a kind have changed, by kind; '' for what is in none. */
export type ChangedPlaces = ReadonlyMap<string, ReadonlySet<string>>

/** Where a rule has to judge anew: everywhere, or in some namespaces. */
export type Reach = 'everywhere' | ReadonlySet<string>

/** How far changes of what a rule reads beside the object that it judges reach. */
export function reachOf({ reads = [] }: Rule, changed: ChangedPlaces): Reach {
  const namespaces = new Set<string>()
  // Which objects are workloads depends on all kinds of them.
  const kinds = reads.some((kind) => WORKLOAD_KINDS.includes(kind)) ? new Set([...reads, ...WORKLOAD_KINDS]) : reads
  for (const kind of kinds) {
    const places = changed.get(kind)
    if (!places) continue
    if (!isNamespaced(kind) || SEEN_FROM_AFAR.has(kind)) return 'everywhere'
    for (const namespace of places) namespaces.add(namespace)
  }
  return namespaces
}

/** What a slot judges within the reach. */
export function subjectsWithin({ kind }: Slot, reach: Reach, facts: Facts): readonly Subject[] {
  if (kind === undefined) {
    return reach === 'everywhere' ? facts.workloads : [...reach].flatMap((namespace) => facts.workloadsIn(namespace))
  }
  if (reach === 'everywhere') return facts.objects(kind)
  if (reach.size === 0) return []
  if (kind === 'Namespace') return [...reach].flatMap((name) => facts.find(kind, '', name) ?? [])
  if (!isNamespaced(kind) || LOOK_AFAR.has(kind)) return facts.objects(kind)
  return [...reach].flatMap((namespace) => facts.inNamespace(kind, namespace))
}

/** Whether `subjectsWithin` holds all that the slot judges in the namespace. */
export function isAllWithin({ kind }: Slot, reach: Reach, namespace: string): boolean {
  if (reach === 'everywhere') return true
  if (kind === undefined) return reach.has(namespace)
  if (reach.size === 0 || kind === 'Namespace') return false
  return !isNamespaced(kind) || LOOK_AFAR.has(kind) || reach.has(namespace)
}
