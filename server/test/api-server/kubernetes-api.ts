import { AGGREGATED_DISCOVERY, type Wanted } from './accept.ts'
import { aggregatedCore, aggregatedGroups, apiGroupList, apiVersions, groupsOf, resourceList } from './discovery.ts'
import type { Lies } from './lies.ts'
import { groupVersion, type Resource } from './resources.ts'
import { type Answer, json, resourceNotFound, status } from './status.ts'
import type { ObjectStore } from './store.ts'

export interface KubernetesApi {
  readonly store: ObjectStore
  readonly gitVersion: string
  readonly lies: Lies
  /** Plural names, or `plural version`, that discovery leaves out and that answer 404. */
  readonly withdrawn: ReadonlySet<string>
  /** Lists do not go on from states before this resource version, and watches not from before the other. */
  readonly tooOld: { lists: number; watches: number }
}

/** What a path asks for. */
export type Route =
  | { readonly type: 'document'; readonly answer: (wanted: Wanted) => Answer; readonly anonymous: boolean }
  | {
      readonly type: 'resource'
      readonly resource: Resource
      /** The version of the path. */
      readonly version: string
      readonly namespace: string | undefined
      readonly name: string | undefined
    }

/**
 * Finds what a path asks for; undefined when nothing stands there.
 * Source: Kubernetes API concepts, resource URIs and discovery.
 */
export function route(api: KubernetesApi, path: string): Route | undefined {
  const found = documents(api, path)
  if (found) return found
  const place = splitPath(path)
  if (!place) return undefined
  const { group, version, rest } = place
  const ofGroup = served(api).filter((one) => one.group === group)
  if (ofGroup.length === 0) return undefined
  const resources = ofGroup.filter(({ versions }) => versions.includes(version))
  if (resources.length === 0) return document(() => resourceNotFound)
  if (rest.length === 0) return document(() => json(resourceList(group, version, resources)))
  return resourceRoute(resources, version, rest) ?? document(() => resourceNotFound)
}

/** One object. */
export function get(
  api: KubernetesApi,
  { resource, version, namespace, name = '' }: Extract<Route, { type: 'resource' }>,
): Answer {
  const object = api.store.get(resource, `${resource.namespaced ? (namespace ?? '') : ''}/${name}`)
  if (object) return json({ ...object, apiVersion: groupVersion(resource, version) })
  const { group, plural } = resource
  const which = group ? `${plural}.${group}` : plural
  return status(404, `${which} "${name}" not found`, {
    details: { name, ...(group ? { group } : {}), kind: plural },
  })
}

/** What is served now, without what was withdrawn. */
export function served(api: KubernetesApi): Resource[] {
  return api.store.resources
    .filter(({ plural }) => !api.withdrawn.has(plural))
    .map((resource) => ({
      ...resource,
      versions: resource.versions.filter((version) => !api.withdrawn.has(`${resource.plural} ${version}`)),
    }))
    .filter(({ versions }) => versions.length > 0)
}

function documents(api: KubernetesApi, path: string): Route | undefined {
  if (path === '/version') return document(() => json(versionOf(api.gitVersion)), true)
  if (path === '/livez' || path === '/readyz' || path === '/healthz') {
    return document(() => ({ code: 200, contentType: 'text/plain; charset=utf-8', body: 'ok' }), true)
  }
  if (path === '/api') return eitherForm(apiVersions, () => aggregatedCore(served(api)))
  if (path === '/apis') {
    return eitherForm(
      () => apiGroupList(served(api)),
      () => aggregatedGroups(served(api)),
    )
  }
  const group = groupsOf(served(api)).find(({ name }) => path === `/apis/${name}`)
  return group && document(() => json({ kind: 'APIGroup', apiVersion: 'v1', ...group }))
}

function document(answer: (wanted: Wanted) => Answer, anonymous = false): Route {
  return { type: 'document', answer, anonymous }
}

function eitherForm(legacy: () => object, aggregated: () => object): Route {
  return document((wanted) =>
    wanted === 'json' ? json(legacy()) : { ...json(aggregated()), contentType: AGGREGATED_DISCOVERY },
  )
}

function splitPath(path: string): { group: string; version: string; rest: string[] } | undefined {
  const parts = path.split('/').slice(1).map(decodeURIComponent)
  if (parts[0] === 'api' && parts[1]) return { group: '', version: parts[1], rest: parts.slice(2) }
  if (parts[0] !== 'apis' || !parts[1] || !parts[2]) return undefined
  return { group: parts[1], version: parts[2], rest: parts.slice(3) }
}

function resourceRoute(resources: readonly Resource[], version: string, parts: readonly string[]): Route | undefined {
  const namespaced = parts[0] === 'namespaces' && parts.length >= 3
  const [plural, name, more] = namespaced ? parts.slice(2) : parts
  const resource = resources.find((one) => one.plural === plural)
  if (!resource || more !== undefined || (namespaced && !resource.namespaced)) return undefined
  return { type: 'resource', resource, version, namespace: namespaced ? parts[1] : undefined, name }
}

function versionOf(gitVersion: string): object {
  const [, major = '1', minor = '0'] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? []
  // Told since 1.34.
  const emulation = {
    emulationMajor: major,
    emulationMinor: minor,
    minCompatibilityMajor: major,
    minCompatibilityMinor: String(Number(minor) - 1),
  }
  return {
    major,
    minor,
    ...(Number(minor) >= 34 ? emulation : {}),
    gitVersion,
    gitCommit: 'double',
    gitTreeState: 'clean',
    buildDate: '2026-01-01T00:00:00Z',
    goVersion: 'go1.25',
    compiler: 'gc',
    platform: 'linux/amd64',
  }
}
