import { type Fields, fieldsOf, isFields, listOf } from '../../kubernetes/fields.ts'
import type { KubernetesObject } from '../../kubernetes/object.ts'

/** What is kept of an object for the analyses: its parts without noise. */
export type Content = Readonly<Record<string, unknown>>

/** The fields of `source` that are named and there. */
export function pick(source: Fields, names: readonly string[]): Content {
  const picked: Record<string, unknown> = {}
  for (const name of names) if (source[name] !== undefined && source[name] !== null) picked[name] = source[name]
  return picked
}

/** Metadata without bookkeeping: no resourceVersion, generation, managedFields, and no copy of the object in an annotation. */
export function metadataContent(object: KubernetesObject): Content {
  const metadata = fieldsOf(object.metadata)
  const annotations = withoutNoise(fieldsOf(metadata['annotations']))
  return { ...pick(metadata, METADATA), ...(annotations ? { annotations } : {}) }
}

const METADATA = ['name', 'namespace', 'uid', 'labels', 'ownerReferences', 'creationTimestamp', 'deletionTimestamp']

/** Copies of the object, and what controllers write again and again while nothing changes. */
const NOISY_ANNOTATIONS = new Set([
  'kubectl.kubernetes.io/last-applied-configuration',
  'control-plane.alpha.kubernetes.io/leader',
  'endpoints.kubernetes.io/last-change-trigger-time',
  'management.cattle.io/pod-limits',
  'management.cattle.io/pod-requests',
  'cattle.io/timestamp',
  'objectset.rio.cattle.io/applied',
  'node.alpha.kubernetes.io/heartbeat',
])

function withoutNoise(annotations: Fields): Content | undefined {
  const kept = Object.entries(annotations).filter(([key]) => !NOISY_ANNOTATIONS.has(key))
  return kept.length > 0 ? Object.fromEntries(kept) : undefined
}

/** Conditions without their times and their sentences, which differ from one heartbeat to the next. */
export function conditionsContent(status: Fields): Content {
  const conditions = listOf(status['conditions']).map((one) => pick(one, ['type', 'status', 'reason']))
  return conditions.length > 0 ? { conditions } : {}
}

/** The whole of a field that is an object; left out when it is none. */
export function whole(object: KubernetesObject, field: string): Content {
  return isFields(object[field]) ? { [field]: object[field] } : {}
}
