import type { KindDefinition } from '../kubernetes/kinds.ts'
import { type ApiConnection, fetchAnswer, isRecord, objectIn } from './api-fetch.ts'
import { answerFailure } from './source-failure.ts'

/** What an API server serves, by its discovery documents, each fetched once. */
export class Discovery {
  readonly #connection: ApiConnection
  readonly #documents = new Map<string, Promise<Listable>>()

  constructor(connection: ApiConnection) {
    this.#connection = connection
  }

  /**
   * The path under which a kind is listed, in the first of its versions that is served; undefined when none is.
   * Discovery that may not be read leaves the preferred version, which the list itself then judges.
   */
  async pathOf(kind: KindDefinition, signal: AbortSignal): Promise<string | undefined> {
    for (const version of kind.versions) {
      const base = basePath(kind.group, version)
      const listable = await this.#listable(base, signal)
      if (listable === 'UNKNOWN' || listable.has(kind.plural)) return `${base}/${kind.plural}`
    }
    return undefined
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

function basePath(group: string, version: string): string {
  return group ? `/apis/${group}/${version}` : `/api/${version}`
}
