import type { KindDefinition } from '../kubernetes/kinds.ts'
import { type ApiConnection, fetchAnswer, isRecord, objectIn } from './api-fetch.ts'
import { nameOfCaller, rightsOf } from './connection-rights.ts'
import { Discovery, preferredPath } from './discovery.ts'
import { listPages } from './list-pages.ts'
import {
  type ClusterIdentity,
  type ClusterSource,
  type CoverageGap,
  type KindVersions,
  type ObjectPage,
  type RightsOfKinds,
  type ServedKinds,
  SourceError,
  type SourceKind,
  type WatchEvent,
} from './source.ts'
import { answerFailure, notKubernetes } from './source-failure.ts'
import { watchStream } from './watch-stream.ts'

export interface ApiServerSourceOptions {
  /** Objects a page; 250 when absent. The API server's own tools ask for 500, which costs twice the memory and saves no time. */
  readonly pageSize?: number
}

/** Reads a cluster from its API server, whichever way the connection was made. It only ever sends GET, and asks for its own rights. */
export function apiServerSource(
  kind: SourceKind,
  connection: ApiConnection,
  options: ApiServerSourceOptions = {},
): ClusterSource {
  return new ApiServerSource(kind, connection, options)
}

class ApiServerSource implements ClusterSource {
  readonly kind: SourceKind
  readonly #connection: ApiConnection
  readonly #discovery: Discovery
  readonly #pageSize: number

  constructor(kind: SourceKind, connection: ApiConnection, options: ApiServerSourceOptions) {
    this.kind = kind
    this.#connection = connection
    this.#discovery = new Discovery(connection)
    this.#pageSize = options.pageSize ?? 250
  }

  async identify(signal: AbortSignal): Promise<ClusterIdentity> {
    const version = await readVersion(this.#connection, signal)
    const uid = await readClusterUid(this.#connection, signal)
    return { uid, version, server: this.#connection.server }
  }

  async served(kinds: readonly KindDefinition[], signal: AbortSignal): Promise<ServedKinds> {
    const gaps = await inParallel(kinds, PARALLEL_PROBES, (kind) => this.#gapOf(kind, signal))
    return new Map(kinds.map((kind, i) => [kind.kind, gaps[i]]))
  }

  async announced(kinds: readonly KindDefinition[], signal: AbortSignal): Promise<ServedKinds> {
    const paths = await inParallel(kinds, PARALLEL_PROBES, (kind) => this.#discovery.pathOf(kind, signal))
    return new Map(kinds.map((kind, i) => [kind.kind, paths[i] === undefined ? notServed(kind) : undefined]))
  }

  versions(kind: KindDefinition, signal: AbortSignal): Promise<KindVersions> {
    return this.#discovery.versionsOf(kind, signal)
  }

  rights(kinds: readonly KindDefinition[], signal: AbortSignal): Promise<RightsOfKinds> {
    return rightsOf(this.#connection, kinds, signal)
  }

  caller(signal: AbortSignal): Promise<string | undefined> {
    return nameOfCaller(this.#connection, signal)
  }

  async *pages(kind: KindDefinition, signal: AbortSignal): AsyncIterable<ObjectPage> {
    const path = (await this.#discovery.pathOf(kind, signal)) ?? preferredPath(kind)
    try {
      yield* listPages(this.#connection, path, kind, this.#pageSize, signal)
    } catch (error) {
      if (!(error instanceof SourceError && error.code === 'NOT_FOUND')) throw error
      const { message, advice } = notServed(kind)
      throw new SourceError('NOT_FOUND', message, advice, { cause: error })
    }
  }

  async *watch(kind: KindDefinition, version: string, signal: AbortSignal): AsyncIterable<WatchEvent> {
    const path = (await this.#discovery.pathOf(kind, signal)) ?? preferredPath(kind)
    yield* watchStream(this.#connection, path, kind, version, signal)
  }

  async close(): Promise<void> {
    this.#connection.close()
  }

  /**
   * Asks for one object: the only way to know a right without creating anything. Faults of the server are no gap: they
   * are told when the kind is listed.
   */
  async #gapOf(kind: KindDefinition, signal: AbortSignal): Promise<CoverageGap | undefined> {
    const path = await this.#discovery.pathOf(kind, signal)
    if (path === undefined) return notServed(kind)
    const answer = await fetchAnswer(this.#connection, `${path}?limit=1`, { signal, maxAttempts: 1 }).catch(asUnknown)
    if (!answer) return undefined
    const failure = answerFailure(answer, kind.plural)
    if (failure?.code === 'NOT_FOUND') return notServed(kind)
    if (failure?.code === 'FORBIDDEN') return { reason: 'FORBIDDEN', message: failure.message, advice: failure.advice }
    if (failure?.code === 'UNAUTHORIZED') throw failure
    return undefined
  }
}

const PARALLEL_PROBES = 4

async function readVersion(connection: ApiConnection, signal: AbortSignal): Promise<string | undefined> {
  const answer = await fetchAnswer(connection, '/version', { signal })
  const failure = answerFailure(answer, 'the version')
  // Some servers keep their version to themselves; who they are is then told by the namespace alone.
  if (failure?.code === 'FORBIDDEN') return undefined
  if (failure?.code === 'NOT_FOUND') throw notKubernetes('the version')
  if (failure) throw failure
  const { gitVersion } = objectIn(answer, 'the version')
  if (typeof gitVersion !== 'string') throw notKubernetes('the version')
  return /^v?\d[\w.+-]{0,62}$/.test(gitVersion) ? gitVersion : undefined
}

async function readClusterUid(connection: ApiConnection, signal: AbortSignal): Promise<string> {
  const what = 'the namespace kube-system'
  const answer = await fetchAnswer(connection, '/api/v1/namespaces/kube-system', { signal })
  const failure = answerFailure(answer, what)
  // A role may allow to list namespaces and not to get one.
  if (failure?.code === 'FORBIDDEN') return uidOf((await listedKubeSystem(connection, signal)) ?? fail(failure))
  if (failure) throw failure
  return uidOf(objectIn(answer, what))
}

async function listedKubeSystem(connection: ApiConnection, signal: AbortSignal): Promise<unknown> {
  const answer = await fetchAnswer(connection, '/api/v1/namespaces?fieldSelector=metadata.name%3Dkube-system&limit=1', {
    signal,
  })
  if (answerFailure(answer, 'namespaces')) return undefined
  const { items } = objectIn(answer, 'namespaces')
  return Array.isArray(items) ? items[0] : undefined
}

function uidOf(namespace: unknown): string {
  const metadata = isRecord(namespace) ? namespace['metadata'] : undefined
  const uid = isRecord(metadata) ? metadata['uid'] : undefined
  if (typeof uid !== 'string' || !/^[\w-]{1,63}$/.test(uid)) throw notKubernetes('the namespace kube-system')
  return uid
}

function fail(error: SourceError): never {
  throw error
}

/** A probe that found no answer says nothing about rights. */
function asUnknown(error: unknown): undefined {
  if (!(error instanceof SourceError)) throw error
}

function notServed(kind: KindDefinition): CoverageGap {
  const api = kind.group ? `${kind.group}/${kind.versions.join(', ')}` : kind.versions.join(', ')
  return {
    reason: 'NOT_SERVED',
    message: `The API server does not serve ${kind.plural} (${api}).`,
    advice: 'Nothing to do, if this cluster has no such objects.',
  }
}

async function inParallel<T, R>(inputs: readonly T[], width: number, work: (input: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const worker = async (): Promise<void> => {
    for (let i = next++; i < inputs.length; i = next++) results[i] = await work(inputs[i] as T)
  }
  await Promise.all(Array.from({ length: Math.min(width, inputs.length) }, worker))
  return results
}
