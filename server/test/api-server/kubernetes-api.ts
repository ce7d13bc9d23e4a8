import { groupVersion, type Resource } from './resources.ts'
import { type Answer, json, status } from './status.ts'
import type { ListedObject, ObjectStore } from './store.ts'

export interface KubernetesApi {
  readonly store: ObjectStore
  readonly gitVersion: string
  /** Plural names that discovery leaves out and that answer 404. */
  readonly withdrawn: ReadonlySet<string>
  /** Continue tokens of this resource version and older are no longer good. */
  compactedUpTo: number
}

/** What a path asks for. */
export type Route =
  | { readonly type: 'document'; readonly answer: () => Answer; readonly anonymous: boolean }
  | {
      readonly type: 'resource'
      readonly resource: Resource
      readonly namespace: string | undefined
      readonly name: string | undefined
    }

/**
 * Finds what a path asks for; undefined when nothing stands there.
 * Source: Kubernetes API concepts, resource URIs and discovery.
 */
export function route(api: KubernetesApi, path: string): Route | undefined {
  const document = documents(api, path)
  if (document) return document
  const [base, rest] = splitPath(path)
  if (!base) return undefined
  const resources = served(api).filter((resource) => basePath(resource) === base)
  if (resources.length === 0) return undefined
  if (rest.length === 0) return { type: 'document', answer: () => resourceList(resources), anonymous: false }
  return resourceRoute(resources, rest)
}

/** A page of a list. Source: Kubernetes API concepts, "Retrieving large results sets in chunks". */
export function list(
  api: KubernetesApi,
  resource: Resource,
  namespace: string | undefined,
  query: URLSearchParams,
): Answer {
  if (query.get('watch')) return status(405, 'watch is not supported on this server')
  const position = query.get('continue') ? readToken(query.get('continue') ?? '') : startAt(api.store.resourceVersion)
  if (!position) return status(400, 'continue key is not valid')
  if (position.after !== '' && position.resourceVersion <= api.compactedUpTo) return expired(api, position)
  const matching = api.store
    .list(resource, position.resourceVersion)
    .filter((listed) => inNamespace(listed, namespace) && selected(listed, query.get('fieldSelector')))
  const start = position.after === '' ? 0 : matching.findIndex((listed) => listed.key > position.after)
  const from = start < 0 ? matching.length : start
  const limit = Number(query.get('limit') ?? 0) || matching.length
  return page(resource, matching, from, from + limit, position.resourceVersion)
}

/** One object. */
export function get(api: KubernetesApi, resource: Resource, namespace: string | undefined, name: string): Answer {
  const object = api.store.get(resource, `${resource.namespaced ? (namespace ?? '') : ''}/${name}`)
  return object ? json(object) : status(404, `${resource.plural} "${name}" not found`, { name, kind: resource.plural })
}

function documents(api: KubernetesApi, path: string): Route | undefined {
  const document = (answer: () => Answer, anonymous = false): Route => ({ type: 'document', answer, anonymous })
  if (path === '/version') return document(() => json(versionOf(api.gitVersion)), true)
  if (path === '/livez' || path === '/readyz' || path === '/healthz') {
    return document(() => ({ code: 200, contentType: 'text/plain', body: 'ok' }), true)
  }
  if (path === '/api') return document(() => json({ kind: 'APIVersions', versions: ['v1'] }))
  if (path === '/apis') return document(() => json({ kind: 'APIGroupList', apiVersion: 'v1', groups: groupsOf(api) }))
  const group = groupsOf(api).find(({ name }) => path === `/apis/${name}`)
  return group && document(() => json({ kind: 'APIGroup', apiVersion: 'v1', ...group }))
}

function splitPath(path: string): [string | undefined, string[]] {
  const parts = path.split('/').slice(1).map(decodeURIComponent)
  if (parts[0] === 'api' && parts[1]) return [`/api/${parts[1]}`, parts.slice(2)]
  if (parts[0] === 'apis' && parts[2]) return [`/apis/${parts[1]}/${parts[2]}`, parts.slice(3)]
  return [undefined, []]
}

function resourceRoute(resources: readonly Resource[], parts: readonly string[]): Route | undefined {
  const namespaced = parts[0] === 'namespaces' && parts.length >= 3
  const [plural, name, more] = namespaced ? parts.slice(2) : parts
  const resource = resources.find((one) => one.plural === plural)
  if (!resource || more !== undefined || (namespaced && !resource.namespaced)) return undefined
  return { type: 'resource', resource, namespace: namespaced ? parts[1] : undefined, name }
}

function served(api: KubernetesApi): Resource[] {
  return api.store.resources.filter((resource) => !api.withdrawn.has(resource.plural))
}

function basePath(resource: Resource): string {
  return resource.group ? `/apis/${groupVersion(resource)}` : `/api/${resource.version}`
}

function resourceList(resources: readonly Resource[]): Answer {
  const first = resources[0]
  return json({
    kind: 'APIResourceList',
    apiVersion: 'v1',
    groupVersion: first ? groupVersion(first) : '',
    resources: resources.map(({ plural, kind, namespaced }) => ({
      name: plural,
      singularName: kind.toLowerCase(),
      namespaced,
      kind,
      verbs: ['create', 'delete', 'get', 'list', 'patch', 'update', 'watch'],
    })),
  })
}

interface Group {
  readonly name: string
  readonly versions: { groupVersion: string; version: string }[]
  readonly preferredVersion: object
}

function groupsOf(api: KubernetesApi): Group[] {
  const named = Map.groupBy(
    served(api).filter(({ group }) => group !== ''),
    ({ group }) => group,
  )
  return [...named].map(([name, resources]) => {
    const versions = [...new Set(resources.map(({ version }) => version))].map((version) => ({
      groupVersion: `${name}/${version}`,
      version,
    }))
    return { name, versions, preferredVersion: versions[0] ?? {} }
  })
}

function page(
  resource: Resource,
  all: readonly ListedObject[],
  from: number,
  until: number,
  resourceVersion: number,
): Answer {
  const listed = all.slice(from, until)
  const remaining = all.length - from - listed.length
  const metadata = {
    resourceVersion: String(resourceVersion),
    ...(remaining > 0
      ? { continue: writeToken(resourceVersion, listed.at(-1)?.key ?? ''), remainingItemCount: remaining }
      : {}),
  }
  const head = `{"kind":"${resource.kind}List","apiVersion":"${groupVersion(resource)}","metadata":${JSON.stringify(metadata)}`
  const items = listed.map((one) => one.json).join(',')
  return { code: 200, contentType: 'application/json', body: `${head},"items":[${items}]}` }
}

function inNamespace(listed: ListedObject, namespace: string | undefined): boolean {
  return namespace === undefined || listed.key.startsWith(`${namespace}/`)
}

function selected(listed: ListedObject, fieldSelector: string | null): boolean {
  return (fieldSelector ?? '')
    .split(',')
    .filter(Boolean)
    .every((term) => {
      const [field, value] = term.split('=')
      if (field === 'metadata.name') return listed.object.metadata?.name === value
      return field === 'metadata.namespace' && listed.object.metadata?.namespace === value
    })
}

interface Position {
  readonly resourceVersion: number
  /** The key of the last object that was given; empty at the start. */
  readonly after: string
}

function startAt(resourceVersion: number): Position {
  return { resourceVersion, after: '' }
}

function writeToken(resourceVersion: number, after: string): string {
  return Buffer.from(JSON.stringify({ v: 'meta.k8s.io/v1', rv: resourceVersion, start: after })).toString('base64url')
}

function readToken(token: string): Position | undefined {
  try {
    const { rv, start } = JSON.parse(Buffer.from(token, 'base64url').toString())
    return { resourceVersion: Number(rv), after: String(start) }
  } catch {
    return undefined
  }
}

function expired(api: KubernetesApi, position: Position): Answer {
  const message =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
    'the continue parameter, or use the continue token in this response to retrieve the remainder of the results.'
  return status(410, message, {}, { continue: writeToken(api.store.resourceVersion, position.after) })
}

function versionOf(gitVersion: string): object {
  const [, major = '1', minor = '0'] = /^v(\d+)\.(\d+)/.exec(gitVersion) ?? []
  return {
    major,
    minor,
    gitVersion,
    gitCommit: 'double',
    gitTreeState: 'clean',
    goVersion: 'go1.25',
    platform: 'linux/amd64',
  }
}
