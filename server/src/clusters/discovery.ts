import type { KindDefinition } from '../kubernetes/kinds.ts'
import { type ApiConnection, fetchAnswer, isRecord, objectIn } from './api-fetch.ts'
import type { KindVersions } from './source.ts'
import { answerFailure } from './source-failure.ts'

/** What an API server serves, by its discovery documents, each fetched once. */
export class Discovery {
  readonly #connection: ApiConnection
  readonly #documents = new Map<string, Promise<Listable>>()
  #groups: Promise<Groups> | undefined

  constructor(connection: ApiConnection) {
    this.#connection = connection
  }

  /**
   * The path under which a kind is listed, in the first of its versions that is served; undefined when none is.
   * Discovery that may not be read leaves the preferred version, which the list itself then judges.
   */
  async pathOf(kind: KindDefinition, signal: AbortSignal): Promise<string | undefined> {
    for (const version of await this.#mayServe(kind, kind.versions, signal)) {
      const base = basePath(kind.group, version)
      const listable = await this.#listable(base, signal)
      if (listable === 'UNKNOWN' || listable.has(kind.plural)) return `${base}/${kind.plural}`
    }
    return undefined
  }

  /** The version in which a kind is listed, and all in which it is served. */
  async versionsOf(kind: KindDefinition, signal: AbortSignal): Promise<KindVersions> {
    const chosen = (await this.pathOf(kind, signal))?.split('/').at(-2)
    const groups = await this.#groupVersions(signal)
    const all = groups === 'UNKNOWN' || kind.group === '' ? kind.versions : (groups.get(kind.group) ?? [])
    const served: string[] = []
    for (const version of all.slice(0, MOST_VERSIONS)) {
      const listable = await this.#listable(basePath(kind.group, version), signal)
      if (listable !== 'UNKNOWN' && listable.has(kind.plural)) served.push(groupVersion(kind.group, version))
    }
    return { chosen: chosen === undefined ? '' : groupVersion(kind.group, chosen), served }
  }

  /** Versions of a group that is not there need not be asked for one by one. */
  async #mayServe(kind: KindDefinition, versions: readonly string[], signal: AbortSignal): Promise<readonly string[]> {
    if (kind.group === '') return versions
    const groups = await this.#groupVersions(signal)
    if (groups === 'UNKNOWN') return versions
    const there = groups.get(kind.group) ?? []
    return versions.filter((version) => there.includes(version))
  }

  #groupVersions(signal: AbortSignal): Promise<Groups> {
    if (this.#groups) return this.#groups
    const fetched = fetchGroups(this.#connection, signal)
    this.#groups = fetched
    const forget = (): unknown => (this.#groups = undefined)
    fetched.then((groups) => groups === 'UNKNOWN' && forget(), forget)
    return fetched
  }

  #listable(base: string, signal: AbortSignal): Promise<Listable> {
    const known = this.#documents.get(base)
    if (known) return known
    const fetched = fetchListable(this.#connection, base, signal)
    this.#documents.set(base, fetched)
    const forget = (): unknown => this.#documents.delete(base)
    // What failed once is asked again the next time.
    fetched.then((listable) => listable === 'UNKNOWN' && forget(), forget)
    return fetched
  }
}

/** The path of a kind in its preferred version, served or not. */
export function preferredPath(kind: KindDefinition): string {
  return `${basePath(kind.group, kind.versions[0] ?? 'v1')}/${kind.plural}`
}

/** More than any group serves. */
const MOST_VERSIONS = 8

/** By group: its versions, the server's preferred one first. */
type Groups = ReadonlyMap<string, readonly string[]> | 'UNKNOWN'

async function fetchGroups(connection: ApiConnection, signal: AbortSignal): Promise<Groups> {
  const what = 'the API groups'
  const answer = await fetchAnswer(connection, '/apis', { signal })
  const failure = answerFailure(answer, what)
  if (failure?.code === 'UNAUTHORIZED') throw failure
  if (failure) return 'UNKNOWN'
  const { groups } = objectIn(answer, what)
  if (!Array.isArray(groups)) return 'UNKNOWN'
  return new Map(groups.filter(isRecord).map(({ name, versions }) => [String(name), versionNames(versions)]))
}

function versionNames(versions: unknown): string[] {
  const listed = Array.isArray(versions) ? versions.filter(isRecord) : []
  return listed.flatMap(({ version }) => (typeof version === 'string' && VERSION.test(version) ? [version] : []))
}

const VERSION = /^v\d{1,3}(?:(?:alpha|beta)\d{1,3})?$/

/** Plural names of what can be listed. */
type Listable = ReadonlySet<string> | 'UNKNOWN'

async function fetchListable(connection: ApiConnection, base: string, signal: AbortSignal): Promise<Listable> {
  const what = `the resources of ${base}`
  const answer = await fetchAnswer(connection, base, { signal })
  const failure = answerFailure(answer, what)
  if (failure?.code === 'NOT_FOUND') return new Set()
  if (failure?.code === 'FORBIDDEN' || failure?.code === 'SERVER_ERROR') return 'UNKNOWN'
  if (failure) throw failure
  const { resources } = objectIn(answer, what)
  const listed = Array.isArray(resources) ? resources.filter(isRecord) : []
  return new Set(listed.filter(canBeListed).flatMap(({ name }) => (typeof name === 'string' ? [name] : [])))
}

function canBeListed({ verbs }: Record<string, unknown>): boolean {
  return Array.isArray(verbs) && verbs.includes('list')
}

function groupVersion(group: string, version: string): string {
  return group ? `${group}/${version}` : version
}

function basePath(group: string, version: string): string {
  return group ? `/apis/${group}/${version}` : `/api/${version}`
}
