import { KINDS, objectKind } from '../../src/kubernetes/kinds.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'

/** A resource as discovery tells it. All its versions show the same objects. */
export interface Resource {
  readonly kind: string
  readonly group: string
  /** As they are served, the preferred one first. */
  readonly versions: readonly string[]
  readonly plural: string
  readonly namespaced: boolean
}

/** Every kind that the product reads and every cluster has, and what it must leave alone. */
export function usualResources(): Resource[] {
  const read = KINDS.filter(({ optional }) => !optional).map((kind) => ({
    kind: objectKind(kind),
    group: kind.group,
    versions: kind.versions.slice(0, 1),
    plural: kind.plural,
    namespaced: kind.namespaced,
  }))
  const others = ['Secret', 'ConfigMap'].filter((kind) => !read.some((one) => one.kind === kind))
  return [...read, ...others.map((kind) => resourceOfKind('v1', kind, true))]
}

/** What serves an object of a kind that nobody told of, such as a custom resource in a manifest. */
export function resourceOf(object: KubernetesObject): Resource {
  return resourceOfKind(object.apiVersion ?? 'v1', object.kind ?? '', object.metadata?.namespace !== undefined)
}

/** `resource`, served in one more version. The order is Kubernetes' own: v2, v1, v1beta1, v1alpha1. */
export function withVersion(resource: Resource, version: string): Resource {
  const versions = [...resource.versions, version].sort((a, b) => versionRank(b) - versionRank(a))
  return { ...resource, versions }
}

/** `apps/v1`, or `v1` for the core group. */
export function groupVersion({ group }: Resource, version: string): string {
  return group ? `${group}/${version}` : version
}

/** The version that is preferred and, in this double, stored. */
export function storedVersion({ versions }: Resource): string {
  return versions[0] ?? 'v1'
}

/** Whether the kind came by a CustomResourceDefinition: the server then writes the members of lists in full. */
export function isCustom({ group }: Resource): boolean {
  return group.includes('.') && !BUILT_IN_GROUPS.has(group)
}

/** Source: the groups that kube-apiserver serves by itself, Kubernetes 1.30 to 1.37. */
const BUILT_IN_GROUPS: ReadonlySet<string> = new Set(
  [
    'admissionregistration',
    'apiextensions',
    'apiregistration',
    'authentication',
    'authorization',
    'certificates',
    'coordination',
    'discovery',
    'events',
    'flowcontrol.apiserver',
    'internal.apiserver',
    'networking',
    'node',
    'rbac.authorization',
    'resource',
    'scheduling',
    'storage',
    'storagemigration',
  ].map((name) => `${name}.k8s.io`),
)

function resourceOfKind(apiVersion: string, kind: string, namespaced: boolean): Resource {
  const slash = apiVersion.indexOf('/')
  return {
    kind,
    group: slash < 0 ? '' : apiVersion.slice(0, slash),
    versions: [apiVersion.slice(slash + 1)],
    plural: pluralOf(kind.toLowerCase()),
    namespaced,
  }
}

function pluralOf(singular: string): string {
  if (/(?:s|x|ch|sh)$/.test(singular)) return `${singular}es`
  if (/[^aeiou]y$/.test(singular)) return `${singular.slice(0, -1)}ies`
  return `${singular}s`
}

function versionRank(version: string): number {
  const [, major = '0', stage, minor = '0'] = /^v(\d+)(?:(alpha|beta)(\d+))?$/.exec(version) ?? []
  const stages: Readonly<Record<string, number>> = { alpha: 0, beta: 1 }
  return (stage === undefined ? 2 : (stages[stage] ?? 0)) * 1e6 + Number(major) * 1e3 + Number(minor)
}
