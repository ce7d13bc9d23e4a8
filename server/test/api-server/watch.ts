import type { ServerResponse } from 'node:http'
import type { WatchFault } from './faults.ts'
import type { KubernetesApi, Route } from './kubernetes-api.ts'
import { readSelector, type Selector } from './selectors.ts'
import { type Answer, status } from './status.ts'
import { invalidOptions, notAVersion, type WrongOption } from './versions.ts'
import { WatchStream } from './watch-stream.ts'

/** When a watch says that nothing happened, and when it ends by itself. */
export interface WatchTimes {
  /** A bookmark comes about this often; real servers send one a minute. */
  readonly bookmarkMs: number
  /** When the caller names no `timeoutSeconds`; half an hour to an hour on real servers. */
  readonly timeoutMs: number
}

/** What a watch asks for. */
export interface WatchRequest {
  readonly target: Extract<Route, { type: 'resource' }>
  readonly selector: Selector
  /** Changes after this resource version; the present objects come first when it is undefined. */
  readonly from: number | undefined
  readonly bookmarks: boolean
  readonly timeoutMs: number
}

/** The streams that are open now. */
export type OpenWatches = Set<WatchStream>

/**
 * Reads what a watch asks for, or gives the refusal. `resourceVersion` absent or 0 begins with the present objects.
 * Source: Kubernetes API concepts, "Efficient detection of changes", "Watch bookmarks", "Streaming lists"; recorded from a
 * real server in transcripts/. An object whose selected fields change is not told as added or deleted.
 */
export function readWatch(
  target: Extract<Route, { type: 'resource' }>,
  query: URLSearchParams,
  times: WatchTimes,
): WatchRequest | { readonly refused: Answer } {
  const version = query.get('resourceVersion') ?? ''
  const wrong = wrongOptions(query)
  if (wrong.length > 0) return { refused: invalidOptions(wrong) }
  if (version && !/^\d+$/.test(version)) return { refused: status(500, notAVersion(version), { reason: '' }) }
  const selector = readSelector(target.resource, target.namespace, query.get('fieldSelector'))
  if (typeof selector !== 'function') {
    return { refused: status(400, selector.unknown) }
  }
  const present = isTrue(query.get('sendInitialEvents')) || Number(version || 0) === 0
  const seconds = Number(query.get('timeoutSeconds') ?? 0)
  return {
    target,
    selector,
    from: present && query.get('sendInitialEvents') !== 'false' ? undefined : Number(version || 0),
    bookmarks: isTrue(query.get('allowWatchBookmarks')),
    timeoutMs: seconds > 0 ? seconds * 1000 : times.timeoutMs,
  }
}

/** Opens the stream; it ends at its time, when the caller goes, or by `fault`. */
export function openWatch(
  api: KubernetesApi,
  request: WatchRequest,
  response: ServerResponse,
  times: WatchTimes,
  fault: WatchFault | undefined,
  open: OpenWatches,
): void {
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-cache, private' })
  response.flushHeaders()
  const stream = new WatchStream(api, request, response, times.bookmarkMs, fault)
  open.add(stream)
  void stream.run().finally(() => open.delete(stream))
}

/** Whether a query asks for a watch. */
export function asksForWatch(query: URLSearchParams): boolean {
  return isTrue(query.get('watch'))
}

function wrongOptions(query: URLSearchParams): WrongOption[] {
  const match = query.get('resourceVersionMatch')
  const initial = query.get('sendInitialEvents')
  const field = 'resourceVersionMatch'
  const wrong: WrongOption[] = []
  if (match && query.get('continue')) {
    wrong.push({ field, message: `${field} is forbidden when continue is provided` })
  }
  if (match && initial === null) {
    wrong.push({ field, message: `${field} is forbidden for watch unless sendInitialEvents is provided` })
  }
  if (initial !== null && !match) {
    wrong.push({ field, message: 'sendInitialEvents requires setting resourceVersionMatch to NotOlderThan' })
  }
  if (match && match !== 'NotOlderThan') {
    const message = `Unsupported value: "${match}": supported values: "NotOlderThan"`
    wrong.push({ field, message, reason: 'FieldValueNotSupported' })
  }
  return wrong
}

function isTrue(value: string | null): boolean {
  return value === '1' || value === 'true'
}
