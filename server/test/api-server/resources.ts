import { KINDS } from '../../src/kubernetes/kinds.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'

/** A resource as discovery tells it. */
export interface Resource {
  readonly kind: string
  readonly group: string
  readonly version: string
  readonly plural: string
  readonly namespaced: boolean
}

/** Every kind that the product reads, and two that it must leave alone. */
export function usualResources(): Resource[] {
  const read = KINDS.map((kind) => ({ ...kind, version: kind.versions[0] ?? 'v1' }))
  const others = ['Secret', 'ConfigMap'].map((kind) => resourceOfKind('v1', kind, true))
  return [...read, ...others].map(({ kind, group, version, plural, namespaced }) => ({
    kind,
    group,
    version,
    plural,
    namespaced,
  }))
}

/** What serves an object of a kind that nobody told of, such as a custom resource in a manifest. */
export function resourceOf(object: KubernetesObject): Resource {
  return resourceOfKind(object.apiVersion ?? 'v1', object.kind ?? '', object.metadata?.namespace !== undefined)
}

/** `apps/v1`, or `v1` for the core group. */
export function groupVersion(resource: Resource): string {
  return resource.group ? `${resource.group}/${resource.version}` : resource.version
}

function resourceOfKind(apiVersion: string, kind: string, namespaced: boolean): Resource {
  const slash = apiVersion.indexOf('/')
  return {
    kind,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    version: apiVersion.slice(slash + 1),
    plural: pluralOf(kind.toLowerCase()),
    namespaced,
  }
}

function pluralOf(singular: string): string {
  if (/(?:s|x|ch|sh)$/.test(singular)) return `${singular}es`
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`
  return `${singular}s`
}
