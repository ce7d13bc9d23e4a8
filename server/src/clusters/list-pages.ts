import { setImmediate } from 'node:timers/promises'
import { type KindDefinition, objectKind } from '../kubernetes/kinds.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { Answer } from '../outbound/exchange.ts'
import { type ApiConnection, fetchAnswer, isRecord, objectIn } from './api-fetch.ts'
import { type ObjectPage, SourceError } from './source.ts'
import { answerFailure, notKubernetes } from './source-failure.ts'
import { withoutFieldSets } from './without-field-sets.ts'

/** How often a list may begin anew because it took longer than the server remembers. */
const MAX_RESTARTS = 5
/** A server that goes on for longer than this is not telling the truth. */
const MAX_PAGES = 20_000

/**
 * Lists a kind page by page. When the server no longer knows the state that the list began with (410), the list begins
 * anew, and the page says so. A page that is too large is asked for again in halves.
 * Throws `SourceError`. Source: Kubernetes API concepts, "Retrieving large results sets in chunks".
 */
export async function* listPages(
  connection: ApiConnection,
  path: string,
  kind: KindDefinition,
  pageSize: number,
  signal: AbortSignal,
): AsyncGenerator<ObjectPage> {
  let limit = pageSize
  let restarts = 0
  let token = ''
  let restart = false
  let early: Promise<Answer | 'TOO_LARGE'> | undefined
  for (let pages = 0; pages < MAX_PAGES; pages++) {
    const answer = await (early ?? fetchPage(connection, pagePath(path, limit, token), limit, signal))
    early = undefined
    if (answer === 'TOO_LARGE') {
      limit = Math.ceil(limit / 2)
      continue
    }
    if (answer.status === 410) {
      if (++restarts > MAX_RESTARTS) throw expiredTooOften(kind)
      token = ''
      restart = true
      continue
    }
    const next = announcedToken(answer)
    if (next !== undefined && next !== token) {
      early = fetchPage(connection, pagePath(path, limit, next), limit, signal)
      // A failure is told when its turn comes, not as unhandled before.
      early.catch(() => undefined)
      // The request leaves before the processor is taken by parsing.
      await setImmediate()
    }
    const page = readPage(answer, kind)
    if (page.token !== next) early = undefined
    yield { objects: page.objects, restart, remaining: page.remaining, version: page.version }
    if (page.token === '') return
    if (page.token === token) throw endless(kind)
    token = page.token
    restart = false
  }
  throw endless(kind)
}

async function fetchPage(
  connection: ApiConnection,
  path: string,
  limit: number,
  signal: AbortSignal,
): Promise<Answer | 'TOO_LARGE'> {
  try {
    return await fetchAnswer(connection, path, { signal })
  } catch (error) {
    if (error instanceof SourceError && error.code === 'TOO_LARGE' && limit > 1) return 'TOO_LARGE'
    throw error
  }
}

/**
 * The token of the next page, read before the page itself is, so that the server works while we do. A Go server writes the items last;
 * another order costs time only.
 */
function announcedToken({ body }: Answer): string | undefined {
  return /"continue":"([\w+/=-]+)"/.exec(body.toString('latin1', 0, 2_048))?.[1]
}

function pagePath(path: string, limit: number, token: string): string {
  return `${path}?limit=${limit}${token ? `&continue=${encodeURIComponent(token)}` : ''}`
}

interface ReadPage {
  readonly objects: KubernetesObject[]
  /** Empty on the last page. */
  readonly token: string
  readonly remaining: number | undefined
  readonly version: string | undefined
}

function readPage(answer: Answer, kind: KindDefinition): ReadPage {
  const failure = answerFailure(answer, kind.plural)
  if (failure) throw failure
  const { items, metadata, apiVersion } = objectIn({ ...answer, body: withoutFieldSets(answer.body) }, kind.plural)
  // A Go server writes an empty list as null.
  if (!(Array.isArray(items) || items === null)) throw notKubernetes(kind.plural)
  const { continue: token, remainingItemCount, resourceVersion } = isRecord(metadata) ? metadata : {}
  return {
    objects: (items ?? []).filter(isRecord).map((item) => withKind(item, kind, apiVersion)),
    token: typeof token === 'string' ? token : '',
    remaining: typeof remainingItemCount === 'number' ? remainingItemCount : undefined,
    version: typeof resourceVersion === 'string' && resourceVersion !== '' ? resourceVersion : undefined,
  }
}

/** The server leaves out of the members what the list says once. */
function withKind(item: KubernetesObject, kind: KindDefinition, apiVersion: unknown): KubernetesObject {
  item.kind = objectKind(kind)
  item.apiVersion ??= typeof apiVersion === 'string' ? apiVersion : undefined
  return item
}

function expiredTooOften(kind: KindDefinition): SourceError {
  return new SourceError(
    'SERVER_ERROR',
    `Reading ${kind.plural} failed: the API server forgot the state of the list ${MAX_RESTARTS + 1} times.`,
    'Try again when the cluster is less busy.',
  )
}

function endless(kind: KindDefinition): SourceError {
  return new SourceError(
    'SERVER_ERROR',
    `Reading ${kind.plural} failed: the list does not end.`,
    'Look at the log of the API server.',
  )
}
