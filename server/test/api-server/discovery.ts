import { isCustom, type Resource } from './resources.ts'

/** A group as the legacy form tells it. */
export interface Group {
  readonly name: string
  readonly versions: readonly { readonly groupVersion: string; readonly version: string }[]
  readonly preferredVersion: object
}

const VERBS = ['create', 'delete', 'deletecollection', 'get', 'list', 'patch', 'update', 'watch']

/** `/api` in the legacy form. Source: Kubernetes API reference, meta/v1 APIVersions. */
export function apiVersions(): object {
  return {
    kind: 'APIVersions',
    versions: ['v1'],
    serverAddressByClientCIDRs: [{ clientCIDR: '0.0.0.0/0', serverAddress: '127.0.0.1:6443' }],
  }
}

/** `/apis` in the legacy form. */
export function apiGroupList(resources: readonly Resource[]): object {
  return { kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(resources) }
}

/** All groups but the core one, with their versions, the preferred one first. */
export function groupsOf(resources: readonly Resource[]): Group[] {
  return [...byGroup(resources)]
    .filter(([name]) => name !== '')
    .map(([name, members]) => {
      const versions = versionsOf(members).map((version) => ({ groupVersion: `${name}/${version}`, version }))
      return { name, versions, preferredVersion: versions[0] ?? {} }
    })
}

/** `/api/v1` and `/apis/GROUP/VERSION` in the legacy form. */
export function resourceList(group: string, version: string, resources: readonly Resource[]): object {
  return {
    kind: 'APIResourceList',
    ...(group ? { apiVersion: 'v1' } : {}),
    groupVersion: group ? `${group}/${version}` : version,
    resources: byName(resources).map(({ plural, kind, namespaced }) => ({
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced,
      kind,
      verbs: VERBS,
    })),
  }
}

/** `/api` in the aggregated form. Source: Kubernetes API reference, apidiscovery.k8s.io/v2. */
export function aggregatedCore(resources: readonly Resource[]): object {
  return aggregated([...byGroup(resources)].filter(([name]) => name === ''))
}

/** `/apis` in the aggregated form: every group with every version and resource. */
export function aggregatedGroups(resources: readonly Resource[]): object {
  return aggregated([...byGroup(resources)].filter(([name]) => name !== ''))
}

function aggregated(groups: readonly [string, readonly Resource[]][]): object {
  return {
    kind: 'APIGroupDiscoveryList',
    apiVersion: 'apidiscovery.k8s.io/v2',
    metadata: {},
    items: groups.map(([name, members]) => ({
      metadata: name ? { name } : {},
      versions: versionsOf(members).map((version) => ({
        version,
        resources: byName(members.filter(({ versions }) => versions.includes(version))).map((resource) =>
          discovered(resource, version),
        ),
        freshness: 'Current',
      })),
    })),
  }
}

function discovered(resource: Resource, version: string): object {
  const { plural, kind, namespaced, group } = resource
  return {
    resource: plural,
    // Empty means: those of the version that it stands in.
    responseKind: isCustom(resource) ? { group, version, kind } : { group: '', version: '', kind },
    scope: namespaced ? 'Namespaced' : 'Cluster',
    singularResource: kind.toLowerCase(),
    verbs: VERBS,
  }
}

function byName(resources: readonly Resource[]): Resource[] {
  return resources.toSorted((a, b) => (a.plural < b.plural ? -1 : 1))
}

function byGroup(resources: readonly Resource[]): Map<string, Resource[]> {
  return Map.groupBy(resources, ({ group }) => group)
}

/** Those of the member with the most come first: a group's versions are few, and in the same order everywhere. */
function versionsOf(members: readonly Resource[]): string[] {
  const longestFirst = members.toSorted((a, b) => b.versions.length - a.versions.length)
  return [...new Set(longestFirst.flatMap(({ versions }) => versions))]
}
