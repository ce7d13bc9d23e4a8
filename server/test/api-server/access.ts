import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { Resource } from './resources.ts'
import { type Answer, status } from './status.ts'

/** What a role of the product needs, and all that the double's user may do unless told otherwise. */
export const READ: readonly string[] = ['get', 'list', 'watch']

/** Who calls. */
export interface Caller {
  readonly name: string
  readonly groups: readonly string[]
  readonly anonymous: boolean
}

/** Who may call, and what they may not do. */
export class Access {
  readonly user: string
  token: string
  readonly #forbidden = new Set<string>()

  constructor(user: string, token: string) {
    this.user = user
    this.token = token
  }

  /** Refuses `verbs` on a resource, as a role without it would. */
  forbid(plural: string, verbs: readonly string[] = READ): void {
    for (const verb of verbs) this.#forbidden.add(`${verb} ${plural}`)
  }

  /** Takes `forbid` back. */
  allow(plural: string, verbs: readonly string[] = READ): void {
    for (const verb of verbs) this.#forbidden.delete(`${verb} ${plural}`)
  }

  /** Whether the user may: everything that only reads, and is not forbidden. */
  allows(verb: string, plural: string): boolean {
    return READ.includes(verb) && !this.#forbidden.has(`${verb} ${plural}`)
  }

  /** The caller, or the answer for credentials that are wrong. */
  authenticate(request: IncomingMessage): Caller | { refused: Answer } {
    const authorization = request.headers.authorization
    if (authorization) {
      if (authorization === `Bearer ${this.token}`) return known(this.user)
      return { refused: status(401, 'Unauthorized') }
    }
    const socket = request.socket as TLSSocket
    if (!socket.authorized) return ANONYMOUS
    const name = socket.getPeerCertificate().subject?.CN
    return known((Array.isArray(name) ? name[0] : name) ?? '')
  }

  /** The refusal of a call that the caller may not make. */
  refusal(
    caller: Caller,
    verb: string,
    resource: Pick<Resource, 'plural' | 'group'>,
    namespace: string | undefined,
    name?: string,
  ): Answer | undefined {
    const { plural, group } = resource
    if (!caller.anonymous && this.allows(verb, plural)) return undefined
    const scope = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope'
    const what = `cannot ${verb} resource "${plural}" in API group "${group}" ${scope}`
    const one = name ? { name } : {}
    const details = { ...one, ...(group ? { group } : {}), kind: plural }
    const which = `${plural}${group ? `.${group}` : ''}${name ? ` "${name}"` : ''}`
    return status(403, `${which} is forbidden: User "${caller.name}" ${what}`, { details })
  }

  /** The refusal of a path that an anonymous caller may not see. */
  refusalOfPath(path: string): Answer {
    return status(403, `forbidden: User "${ANONYMOUS.name}" cannot get path "${path}"`, { details: {} })
  }
}

const ANONYMOUS: Caller = { name: 'system:anonymous', groups: ['system:unauthenticated'], anonymous: true }

function known(name: string): Caller {
  return { name, groups: ['viewers', 'system:authenticated'], anonymous: false }
}
