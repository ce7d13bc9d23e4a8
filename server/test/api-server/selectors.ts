import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { Resource } from './resources.ts'

/** Tells which objects are meant by a namespace and a fieldSelector. */
export type Selector = (object: KubernetesObject) => boolean

/**
 * Reads a fieldSelector (`=`, `==` and `!=`, joined by commas). For a field that cannot be selected by, gives what is said.
 * Source: Kubernetes documentation, "Field Selectors".
 */
export function readSelector(
  resource: Resource,
  namespace: string | undefined,
  fieldSelector: string | null,
): Selector | { readonly unknown: string } {
  const terms = (fieldSelector ?? '').split(',').filter(Boolean).map(readTerm)
  const unknown = terms.find(({ field }) => !selectable(resource, field))
  if (unknown) return { unknown: refusalOf(resource, unknown.field) }
  return (object) =>
    (namespace === undefined || object.metadata?.namespace === namespace) &&
    terms.every(({ field, value, equal }) => (valueAt(object, field) === value) === equal)
}

const OF_PODS = ['spec.nodeName', 'spec.restartPolicy', 'spec.serviceAccountName', 'status.phase', 'status.podIP']

function selectable({ kind, namespaced }: Resource, field: string): boolean {
  if (field === 'metadata.name' || (field === 'metadata.namespace' && namespaced)) return true
  return kind === 'Pod' && OF_PODS.includes(field)
}

function refusalOf({ kind }: Resource, field: string): string {
  if (kind === 'Pod') return `field label not supported: ${field}`
  return `"${field}" is not a known field selector: only "metadata.name", "metadata.namespace"`
}

function readTerm(term: string): { field: string; value: string; equal: boolean } {
  const [, field = term, operator = '=', value = ''] = /^(.*?)(!=|==|=)(.*)$/.exec(term) ?? []
  return { field, value, equal: operator !== '!=' }
}

function valueAt(object: KubernetesObject, field: string): string {
  let value: unknown = object
  for (const part of field.split('.')) {
    value = typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[part] : undefined
  }
  return typeof value === 'string' ? value : ''
}
