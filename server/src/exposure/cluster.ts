import { fieldsOf, listOf, textOf, textsOf } from '../kubernetes/fields.ts'
import type { KubernetesObject, Labels } from '../kubernetes/object.ts'
import type { AnalysisSettings, ClusterObjects, Pod } from './model.ts'
import { type ClusterNode, nodeOf } from './nodes.ts'
import { keyOf, podsOf, refOf } from './pods.ts'
import type { Policies } from './policies/policies.ts'
import { type Service, serviceOf } from './services.ts'
import { type Surroundings, surroundingsOf } from './verdict.ts'

/** A cluster as entry points are looked for in it: everything sorted, and found by its name. */
export interface Cluster {
  readonly settings: AnalysisSettings
  readonly policies: Policies
  readonly surroundings: Surroundings
  /** Sorted by namespace and name; those that are finished are none of them. */
  readonly pods: readonly Pod[]
  readonly podsIn: ReadonlyMap<string, readonly Pod[]>
  /** By `namespace/name`; templates are none of them. */
  readonly podByName: ReadonlyMap<string, Pod>
  /** By address; pods of the host's network, which share one, are none of them. */
  readonly podByIp: ReadonlyMap<string, Pod>
  readonly nodes: ReadonlyMap<string, ClusterNode>
  readonly services: readonly Service[]
  /** By `namespace/name`. */
  readonly serviceByName: ReadonlyMap<string, Service>
  /** By `namespace/name` of the service that they belong to. */
  readonly slices: ReadonlyMap<string, readonly KubernetesObject[]>
  readonly endpoints: ReadonlyMap<string, KubernetesObject>
  readonly namespaceLabels: ReadonlyMap<string, Labels>
  /** Objects of a kind, sorted by namespace and name. */
  of(kind: string): readonly KubernetesObject[]
  isUnread(...kinds: readonly string[]): boolean
}

export function clusterOf(
  objects: ClusterObjects,
  settings: AnalysisSettings,
  createPolicies: (pods: readonly Pod[], objects: ClusterObjects, settings: AnalysisSettings) => Policies,
): Cluster {
  const all = podsOf(objects).toSorted(byWorkloadName)
  const pods = all.filter(({ finished }) => !finished)
  const sorted = new Map<string, readonly KubernetesObject[]>()
  const of = (kind: string) => {
    const known = sorted.get(kind)
    if (known) return known
    const made = sortedObjects(objects.objects.get(kind) ?? [])
    sorted.set(kind, made)
    return made
  }
  const nodes = new Map(of('Node').map((object) => [textOf(object.metadata?.name, 253), nodeOf(object)]))
  const services = of('Service').map(serviceOf)
  return {
    settings,
    policies: createPolicies(all, objects, settings),
    surroundings: surroundingsOf(settings.ownRanges, settings.bastionRanges, of('Node').flatMap(podRangesOf)),
    pods,
    podsIn: Map.groupBy(pods, ({ namespace }) => namespace),
    podByName: new Map(
      pods.filter(({ isTemplate }) => !isTemplate).map((pod) => [`${pod.namespace}/${pod.name}`, pod]),
    ),
    podByIp: new Map(pods.flatMap((pod) => (pod.hostNetwork ? [] : pod.ips.map((ip) => [ip, pod] as const)))),
    nodes,
    services,
    serviceByName: new Map(services.map((service) => [nameOf(service.ref), service])),
    slices: Map.groupBy(of('EndpointSlice'), serviceOfSlice),
    endpoints: new Map(of('Endpoints').map((object) => [nameOf(refOf(object, 'Endpoints')), object])),
    namespaceLabels: new Map(pods.map(({ namespace, namespaceLabels }) => [namespace, namespaceLabels])),
    of,
    isUnread: (...kinds) => kinds.some((kind) => objects.unread.has(kind)),
  }
}

/** `namespace/name`. */
export function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`
}

export function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function sortedObjects(objects: readonly KubernetesObject[]): KubernetesObject[] {
  return objects
    .map((object) => ({ object, key: nameOf(refOf(object, '')) }))
    .sort((a, b) => compareTexts(a.key, b.key) || compareTexts(JSON.stringify(a.object), JSON.stringify(b.object)))
    .map(({ object }) => object)
}

function byWorkloadName(a: Pod, b: Pod): number {
  return (
    compareTexts(a.namespace, b.namespace) ||
    compareTexts(a.name, b.name) ||
    compareTexts(keyOf(a.workload), keyOf(b.workload)) ||
    compareTexts(JSON.stringify(a), JSON.stringify(b))
  )
}

function podRangesOf(node: KubernetesObject): string[] {
  const spec = fieldsOf(node['spec'])
  return [...textsOf(spec['podCIDRs']), textOf(spec['podCIDR'], 64)].filter((range) => range !== '')
}

function serviceOfSlice(slice: KubernetesObject): string {
  const labels = fieldsOf(fieldsOf(slice.metadata)['labels'])
  const owner = listOf(fieldsOf(slice.metadata)['ownerReferences']).find(({ kind }) => kind === 'Service')
  const name = textOf(labels['kubernetes.io/service-name'], 253) || textOf(owner?.['name'], 253)
  return nameOf({ ...refOf(slice, 'EndpointSlice'), name })
}
