import { fieldsOf, listOf, textOf } from '../kubernetes/fields.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { Endpoints } from './endpoints.ts'
import type { Catalog, Index } from './live/catalog.ts'
import type { Memo } from './live/steps.ts'
import type { AnalysisSettings, Pod } from './model.ts'
import type { ClusterNode } from './nodes.ts'
import { refOf } from './pods.ts'
import type { Policies } from './policies/policies.ts'
import type { ProxyFront } from './proxy-front.ts'
import type { Service } from './services.ts'
import type { Surroundings } from './verdict.ts'

/**
 * A cluster as entry points are looked for in it: everything sorted, and found by what it is asked for. Whoever reads from it within a step
 * is asked again when that changes, so nothing that was read may be kept elsewhere.
 */
export interface Cluster {
  readonly settings: AnalysisSettings
  readonly policies: Policies
  readonly surroundings: Surroundings
  /** By `keyOfPod`; those that are finished are none of them. */
  readonly pods: Catalog<Pod>
  /** By `namespace/name`. */
  readonly services: Catalog<Service>
  readonly nodes: ReadonlyMap<string, ClusterNode>
  /** What ports of services lead to. */
  readonly endpoints: Memo<Endpoints>
  /** Where proxies with many routes are heard. */
  readonly fronts: Memo<ProxyFront>
  /** Objects of a kind, by `namespace/name`, or `/name` of what is in no namespace. */
  objects(kind: string): Catalog<KubernetesObject>
  /** Kinds that could not be read whole, and why. */
  readonly unread: ReadonlyMap<string, string>
  isUnread(...kinds: readonly string[]): boolean
}

/** `namespace/name`. */
export function nameOf({ namespace, name }: { readonly namespace: string; readonly name: string }): string {
  return `${namespace}/${name}`
}

/** Objects by their namespace. */
export const IN_NAMESPACE: Index<KubernetesObject> = { keysOf: (object) => [refOf(object, '').namespace] }

/** EndpointSlices by `namespace/name` of the service that they belong to. */
export const OF_SERVICE: Index<KubernetesObject> = {
  keysOf(slice) {
    const labels = fieldsOf(fieldsOf(slice.metadata)['labels'])
    const owner = listOf(fieldsOf(slice.metadata)['ownerReferences']).find(({ kind }) => kind === 'Service')
    const name = textOf(labels['kubernetes.io/service-name'], 253) || textOf(owner?.['name'], 253)
    return [nameOf({ ...refOf(slice, 'EndpointSlice'), name })]
  },
}
