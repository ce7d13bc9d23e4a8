import type { KubernetesApi, Route } from './kubernetes-api.ts'
import { withKind } from './object-version.ts'
import { groupVersion, isCustom } from './resources.ts'
import { readSelector } from './selectors.ts'
import { type Answer, status } from './status.ts'
import type { ListedObject } from './store.ts'
import { invalidOptions, notAVersion, tooLargeVersion } from './versions.ts'

/**
 * A page of a list. Source: Kubernetes API concepts, "Retrieving large results sets in chunks" and "Resource versions";
 * recorded from a real server in transcripts/.
 */
export function list(api: KubernetesApi, target: Extract<Route, { type: 'resource' }>, query: URLSearchParams): Answer {
  const { resource, namespace } = target
  const selector = readSelector(resource, namespace, query.get('fieldSelector'))
  if (typeof selector !== 'function') return status(400, selector.unknown)
  const begin = positionOf(api, query)
  if ('refused' in begin) return begin.refused
  const matching = api.store.list(resource, begin.resourceVersion).filter(({ object }) => selector(object))
  return page(api, target, matching, begin)
}

/** Where a page begins, in which state, and how long it is. */
interface Position {
  readonly resourceVersion: number
  /** The key of the last object that was given; empty at the start. */
  readonly after: string
  readonly limit: number
  readonly token: string
}

function positionOf(api: KubernetesApi, query: URLSearchParams): Position | { readonly refused: Answer } {
  const current = api.store.resourceVersion
  const [token, version, match] = ['continue', 'resourceVersion', 'resourceVersionMatch'].map((name) => query.get(name))
  const limit = Number(query.get('limit') ?? 0)
  const wrong = wrongOptions(token ?? '', version ?? '', match ?? '')
  if (wrong) return { refused: wrong }
  if (token) return continued(api, token, limit)
  const wanted = Number(version || 0)
  if (wanted > current) return { refused: tooLargeVersion(wanted, current) }
  // A version with a limit and no match is taken exactly; what comes from the server's memory (0) has no pages.
  const exact = match === 'Exact' || (wanted > 0 && limit > 0 && !match)
  if (exact && wanted < oldest(api)) {
    return { refused: status(410, 'The resourceVersion for the provided list is too old.') }
  }
  const unlimited = version === '0' && !match
  return { resourceVersion: exact ? wanted : current, after: '', limit: unlimited ? 0 : limit, token: '' }
}

function continued(api: KubernetesApi, token: string, limit: number): Position | { readonly refused: Answer } {
  const read = readToken(token)
  if (!read) return { refused: status(400, `invalid continue token: continue key is not valid: ${token.slice(0, 20)}`) }
  if (read.resourceVersion === LATEST) return { ...read, resourceVersion: api.store.resourceVersion, limit, token }
  return read.resourceVersion < oldest(api) ? { refused: expired(read.after) } : { ...read, limit, token }
}

function oldest({ store, tooOld }: KubernetesApi): number {
  return Math.max(store.compactedUpTo, tooOld.lists)
}

function wrongOptions(token: string, version: string, match: string): Answer | undefined {
  const wrong = match ? wrongMatch(token, version, match) : []
  if (wrong.length > 0)
    return invalidOptions(wrong.map((message) => ({ field: MATCH, message: `${MATCH} ${message}` })))
  if (version && !/^\d+$/.test(version)) return status(400, `invalid resource version: ${notAVersion(version)}`)
  if (token && version && version !== '0') {
    return status(400, 'specifying resource version is not allowed when using continue')
  }
  return undefined
}

const MATCH = 'resourceVersionMatch'

function wrongMatch(token: string, version: string, match: string): string[] {
  return [
    ...(version ? [] : ['is forbidden unless resourceVersion is provided']),
    ...(token ? ['is forbidden when continue is provided'] : []),
    ...(match === 'Exact' && version === '0' ? ['"exact" is forbidden for resourceVersion "0"'] : []),
  ]
}

function page(
  api: KubernetesApi,
  { resource, version }: Extract<Route, { type: 'resource' }>,
  all: readonly ListedObject[],
  { resourceVersion, after, limit, token }: Position,
): Answer {
  const start = after === '' ? 0 : all.findIndex((listed) => listed.key > after)
  const from = start < 0 ? all.length : start
  const listed = all.slice(from, limit > 0 ? from + limit : all.length)
  const remaining = all.length - from - listed.length
  const apiVersion = groupVersion(resource, version)
  const more = { continue: writeToken(resourceVersion, listed.at(-1)?.key ?? ''), remainingItemCount: remaining }
  const last = isCustom(resource) ? { continue: '' } : {}
  const honest = { resourceVersion: String(resourceVersion), ...(remaining > 0 ? more : last) }
  const next = (nonce: number): string =>
    remaining > 0 ? writeToken(resourceVersion, listed.at(-1)?.key ?? '', nonce) : writeToken(LATEST, '', nonce)
  const metadata = api.lies.aboutList(resource.plural, honest, { token, next })
  const full = isCustom(resource) ? (json: string) => withKind(json, resource.kind, apiVersion) : (json: string) => json
  const items = listed.map((one, at) => full(api.lies.aboutItem(resource.plural, at, one.json)))
  const head = `{"kind":"${resource.kind}List","apiVersion":"${apiVersion}","metadata":${JSON.stringify(metadata)}`
  return { code: 200, contentType: 'application/json', body: `${head},"items":[${items.join(',')}]}` }
}

/** In a token: whatever the state is when it is used. Real servers write the same. */
const LATEST = -1

function writeToken(resourceVersion: number, after: string, nonce?: number): string {
  const parts = { v: 'meta.k8s.io/v1', rv: resourceVersion, start: after, ...(nonce === undefined ? {} : { nonce }) }
  return Buffer.from(JSON.stringify(parts)).toString('base64url')
}

function readToken(token: string): { readonly resourceVersion: number; readonly after: string } | undefined {
  try {
    const { rv, start } = JSON.parse(Buffer.from(token, 'base64url').toString())
    return { resourceVersion: Number(rv), after: String(start) }
  } catch {
    return undefined
  }
}

function expired(after: string): Answer {
  const message =
    'The provided continue parameter is too old to display a consistent list result. You can start a new list without ' +
    'the continue parameter, or use the continue token in this response to retrieve the remainder of the results. ' +
    'Continuing with the provided token results in an inconsistent list - objects that were created, modified, or ' +
    'deleted between the time the first chunk was returned and now may show up in the list.'
  return status(410, message, { metadata: { continue: writeToken(LATEST, after) } })
}
