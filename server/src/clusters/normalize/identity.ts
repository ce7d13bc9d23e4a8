import { fieldsOf, momentOf, storable } from '../../kubernetes/fields.ts'
import type { KindDefinition } from '../../kubernetes/kinds.ts'
import type { KubernetesObject, Labels } from '../../kubernetes/object.ts'
import { objectId } from '../../kubernetes/row-ids.ts'

/** Who an object is, every part checked. */
export interface ObjectIdentity {
  /** Of its row in `kubernetes_object`. */
  readonly id: string
  readonly cluster: string
  readonly kind: string
  readonly apiVersion: string
  /** Empty for kinds without namespaces. */
  readonly namespace: string
  readonly name: string
  readonly uid: string | null
  readonly createdAt: Date | null
}

/**
 * Reads who an object is; `undefined` when it has no usable name. A manifest without a namespace is in `default`, where `kubectl
 * apply` would put it.
 */
export function identityOf(
  cluster: string,
  kind: KindDefinition,
  object: KubernetesObject,
): ObjectIdentity | undefined {
  const metadata = fieldsOf(object.metadata)
  const name = metadata['name']
  const namespace = kind.namespaced ? (metadata['namespace'] ?? '') || 'default' : ''
  if (!isName(name) || (namespace !== '' && !isName(namespace))) return undefined
  return {
    id: objectId(cluster, kind.kind, namespace, name),
    cluster,
    kind: kind.kind,
    apiVersion: typeof object.apiVersion === 'string' ? storable(object.apiVersion.slice(0, 253)) : '',
    namespace,
    name,
    uid: isName(metadata['uid']) ? metadata['uid'].slice(0, 128) : null,
    createdAt: momentOf(metadata['creationTimestamp']) ?? null,
  }
}

/** Names are parts of paths and of our keys. Source: Kubernetes, "Object Names and IDs": no `/`, at most 253 characters. */
function isName(value: unknown): value is string {
  return typeof value === 'string' && NAME.test(value)
}

const NAME = /^[^/\p{Cc}\p{Cs}]{1,253}$/u

/** Labels that are texts, at most 256, each value cut at 253 characters. */
export function labelsOf(value: unknown): Labels {
  const entries: [string, string][] = []
  for (const [key, label] of Object.entries(fieldsOf(value))) {
    if (typeof label !== 'string' || key.length > 317 || key === '__proto__') continue
    entries.push([storable(key), storable(label.slice(0, 253))])
    if (entries.length >= 256) break
  }
  return Object.fromEntries(entries)
}
