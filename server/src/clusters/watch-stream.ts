import { setTimeout as sleep } from 'node:timers/promises'
import { type KindDefinition, objectKind } from '../kubernetes/kinds.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'
import type { Followed } from '../outbound/exchange.ts'
import { type ApiConnection, isRecord } from './api-fetch.ts'
import { SourceError, type WatchEvent } from './source.ts'
import { answerFailure, connectionFailure, notKubernetes } from './source-failure.ts'

/** How long the other side is asked to keep one watch open; spread, so that not all end at once. */
const WATCH_SECONDS = 300
/** Bookmarks come about every minute: longer silence means that the connection is dead. */
const IDLE_MS = 150_000
/** etcd takes 1.5 MiB; as JSON with the old state beside it an event stays well below this. */
const MOST_LINE_BYTES = 16 * 1024 * 1024

/**
 * Watches a kind over one connection. Ends when the API server ends it, as it does by itself after minutes.
 * Throws `SourceError`; EXPIRED when `version` is too old.
 * Source: Kubernetes API concepts, "Efficient detection of changes" and "Watch bookmarks".
 */
export async function* watchStream(
  connection: ApiConnection,
  path: string,
  kind: KindDefinition,
  version: string,
  signal: AbortSignal,
): AsyncGenerator<WatchEvent> {
  const seconds = Math.round(WATCH_SECONDS * (1 + Math.random() / 2))
  const query = `watch=1&allowWatchBookmarks=true&timeoutSeconds=${seconds}&resourceVersion=${encodeURIComponent(version)}`
  const followed = await orFailure(
    connection.follow(`${path}?${query}`, {
      signal,
      idleMs: IDLE_MS,
      totalMs: (seconds + 60) * 1000,
      maxBytes: MOST_LINE_BYTES,
    }),
  )
  const lines = followed.lines
  try {
    if (followed.status !== 200) throw await refusal(followed, kind, signal)
    yield { type: 'OPEN' }
    for (;;) {
      const { done, value } = await orFailure(lines.next())
      if (done) return
      yield eventOf(value, kind)
    }
  } finally {
    await lines.return(undefined)
    // Of lines that nobody began to read, the end ends nothing.
    followed.close()
  }
}

async function orFailure<T>(promise: Promise<T>): Promise<T> {
  try {
    return await promise
  } catch (error) {
    throw connectionFailure(error)
  }
}

async function refusal(followed: Followed, kind: KindDefinition, signal: AbortSignal): Promise<SourceError> {
  const { status, headers } = followed
  if (status === 410) return expired(kind)
  const retryAfter = Number(headers['retry-after'])
  if (status === 429 && retryAfter > 0) await sleep(Math.min(retryAfter, 60) * 1000, undefined, { signal })
  const failure = answerFailure({ status, headers, body: Buffer.alloc(0) }, kind.plural)
  return failure ?? notKubernetes(kind.plural)
}

function eventOf(line: string, kind: KindDefinition): WatchEvent {
  const event = parsed(line, kind)
  const object = isRecord(event['object']) ? event['object'] : {}
  const metadata = isRecord(object['metadata']) ? object['metadata'] : {}
  const version = typeof metadata['resourceVersion'] === 'string' ? metadata['resourceVersion'] : undefined
  switch (event['type']) {
    case 'ADDED':
    case 'MODIFIED':
    case 'DELETED':
      return {
        type: event['type'] === 'DELETED' ? 'DELETE' : 'PUT',
        object: { ...(object as KubernetesObject), kind: objectKind(kind) },
        version,
      }
    case 'BOOKMARK':
      if (version === undefined) throw notKubernetes(kind.plural)
      return { type: 'BOOKMARK', version }
    case 'ERROR':
      throw object['code'] === 410 ? expired(kind) : failed(kind)
    default:
      throw notKubernetes(kind.plural)
  }
}

function parsed(line: string, kind: KindDefinition): Record<string, unknown> {
  try {
    const value: unknown = JSON.parse(line)
    if (isRecord(value)) return value
  } catch {
    // Told below.
  }
  throw notKubernetes(kind.plural)
}

function expired(kind: KindDefinition): SourceError {
  return new SourceError(
    'EXPIRED',
    `The API server no longer knows that state of ${kind.plural}.`,
    'They are read anew.',
  )
}

function failed(kind: KindDefinition): SourceError {
  return new SourceError(
    'SERVER_ERROR',
    `Watching ${kind.plural} failed: the API server ended it with an error.`,
    'It is tried again.',
  )
}
