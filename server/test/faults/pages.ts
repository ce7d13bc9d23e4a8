import { KINDS } from '../../src/kubernetes/kinds.ts'
import type { ApiServer } from '../api-server/api-server.ts'
import type { Fault } from '../api-server/faults.ts'
import type { LoggedRequest } from '../api-server/http-server.ts'
import { PAGE_SIZE } from './states.ts'

/** A page of a kind, as one sync asks for it; 0 is the first. */
export interface Page {
  readonly kind: string
  readonly page: number
}

/** Tells, of the requests of one sync as they come, which page each asks for. One that is asked for again is the same page. */
export function pageReader(): (request: LoggedRequest) => Page | undefined {
  const asked = new Map<string, string[]>()
  return ({ path, query, verb }) => {
    const kind = kindOf(path)
    if (verb !== 'list' || kind === undefined || query.get('limit') !== String(PAGE_SIZE)) return undefined
    const queries = asked.get(kind) ?? []
    asked.set(kind, queries)
    const token = query.get('continue') ?? ''
    if (!queries.includes(token)) queries.push(token)
    return { kind, page: queries.indexOf(token) }
  }
}

/** All pages that a sync asked for, in their order. */
export function pagesIn(requests: readonly LoggedRequest[]): Page[] {
  const read = pageReader()
  return requests.flatMap((request) => read(request) ?? [])
}

/** Lets a fault strike each time that one of these pages is asked for. */
export function strike(api: ApiServer, struck: readonly Page[], fault: Fault): void {
  const read = pageReader()
  api.meet((request) => {
    const asked = read(request)
    return struck.some((one) => one.kind === asked?.kind && one.page === asked.page) ? fault : undefined
  })
}

/** The kind whose objects a path lists. */
export function kindOf(path: string): string | undefined {
  const parts = path.split('/')
  const [group, plural] = parts[1] === 'api' ? ['', parts[3]] : [parts[2], parts[4]]
  return KINDS.find((kind) => kind.group === group && kind.plural === plural)?.kind
}
