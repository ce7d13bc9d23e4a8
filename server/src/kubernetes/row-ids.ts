import type { WorkloadReference } from './owners.ts'

/**
 * Natural keys of rows, stable over syncs: parts joined by `/`, which stands in no name of a Kubernetes object. A recreated
 * object of the same name keeps its key.
 */

export function namespaceId(cluster: string, name: string): string {
  return `${cluster}/${name}`
}

export function nodeId(cluster: string, name: string): string {
  return `${cluster}/${name}`
}

export function podId(cluster: string, namespace: string, name: string): string {
  return `${cluster}/${namespace}/${name}`
}

export function serviceId(cluster: string, namespace: string, name: string): string {
  return `${cluster}/${namespace}/${name}`
}

/** `owner` is the id of its pod, or of its workload for a container that is declared only. */
export function containerId(owner: string, name: string): string {
  return `${owner}/${name}`
}

/** A custom kind bears its group: two operators may call different things by one name. */
export function workloadId(cluster: string, { kind, apiVersion, namespace, name }: WorkloadReference): string {
  return `${cluster}/${namespace}/${kindKey(kind, apiVersion)}/${name}`
}

/** Of a row of `kubernetes_object`. */
export function objectId(cluster: string, kind: string, namespace: string, name: string): string {
  return `${cluster}/${kind}/${namespace}/${name}`
}

/** Takes such an id apart. */
export function objectOfId(cluster: string, id: string): ObjectPlace {
  const [kind = '', namespace = '', name = ''] = id.slice(cluster.length + 1).split('/')
  return { cluster, kind, namespace, name }
}

export interface ObjectPlace {
  readonly cluster: string
  readonly kind: string
  /** Empty for what is in none. */
  readonly namespace: string
  readonly name: string
}

/** Before and after all ids of a cluster's objects, of one kind when it is given, in bytewise order: `0` follows `/`. */
export function idsOfObjects(cluster: string, kind?: string): readonly [after: string, before: string] {
  const parts = kind === undefined ? cluster : `${cluster}/${kind}`
  return [`${parts}/`, `${parts}0`]
}

const BUILT_IN_GROUPS = new Set(['', 'apps', 'batch'])

function kindKey(kind: string, apiVersion: string): string {
  const slash = apiVersion.indexOf('/')
  const group = slash < 0 ? '' : apiVersion.slice(0, slash)
  return BUILT_IN_GROUPS.has(group) ? kind : `${kind}.${group}`
}
