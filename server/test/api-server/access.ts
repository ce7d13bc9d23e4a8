import type { IncomingMessage } from 'node:http'
import type { TLSSocket } from 'node:tls'
import type { Resource } from './resources.ts'
import { type Answer, status } from './status.ts'

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
  forbid(plural: string, verbs: readonly string[] = ['get', 'list']): void {
    for (const verb of verbs) this.#forbidden.add(`${verb} ${plural}`)
  }

  /** Takes `forbid` back. */
  allow(plural: string): void {
    for (const verb of ['get', 'list']) this.#forbidden.delete(`${verb} ${plural}`)
  }

  /** The user, `undefined` for an anonymous caller, or the answer for credentials that are wrong. */
  authenticate(request: IncomingMessage): { user: string | undefined } | { refused: Answer } {
    const authorization = request.headers.authorization
    if (authorization) {
      if (authorization === `Bearer ${this.token}`) return { user: this.user }
      return { refused: status(401, 'Unauthorized') }
    }
    const socket = request.socket as TLSSocket
    if (!socket.authorized) return { user: undefined }
    const name = socket.getPeerCertificate().subject?.CN
    return { user: Array.isArray(name) ? name[0] : name }
  }

  /** The refusal of a call that the user may not make. */
  refusal(
    user: string | undefined,
    verb: string,
    resource: Resource,
    namespace: string | undefined,
  ): Answer | undefined {
    if (user !== undefined && !this.#forbidden.has(`${verb} ${resource.plural}`)) return undefined
    const scope = namespace ? `in the namespace "${namespace}"` : 'at the cluster scope'
    const who = user ?? 'system:anonymous'
    const what = `cannot ${verb} resource "${resource.plural}" in API group "${resource.group}" ${scope}`
    const details = { ...(resource.group ? { group: resource.group } : {}), kind: resource.plural }
    return status(403, `${resource.plural} is forbidden: User "${who}" ${what}`, details)
  }

  /** The refusal of a path that an anonymous caller may not see. */
  refusalOfPath(path: string): Answer {
    return status(403, `forbidden: User "system:anonymous" cannot get path "${path}"`)
  }
}
