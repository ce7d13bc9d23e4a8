import type { IncomingMessage } from 'node:http'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import type { Access } from './access.ts'
import type { Proxies } from './client-address.ts'
import type { OriginCheck } from './origin.ts'
import type { RequestLimits } from './request-limits.ts'

/** A request that may not come in. */
export class RefusedError extends Error {
  override readonly name = 'RefusedError'
  readonly status: 401 | 403
  readonly code: 'UNAUTHENTICATED' | 'ORIGIN_REFUSED'
  constructor(status: 401 | 403, code: RefusedError['code'], message: string) {
    super(message)
    this.status = status
    this.code = code
  }
}

/** What stands at the entrance. */
export interface Door {
  readonly access: Access
  readonly origins: OriginCheck
  readonly proxies: Proxies
  readonly limits: RequestLimits
  readonly port: number
}

/** Cookies know no ports: two servers on one host would overwrite each other's, so the name holds it. */
export function cookieName(port: number): string {
  return `breakwater_session_${port}`
}

/**
 * Who sends `request`: a program by `Authorization: Bearer`, a browser by its session cookie. `bearer` is a header that
 * came another way, as WebSocket clients in browsers cannot set one. Throws `RefusedError` or `TooManyRequestsError`.
 */
export async function authenticate(
  request: IncomingMessage,
  { access, origins, proxies, limits, port }: Door,
  bearer = request.headers.authorization,
): Promise<Viewer> {
  const refused = origins.refuse(request, {
    needsOrigin: bearer === undefined && (request.method !== 'GET' || request.headers.upgrade !== undefined),
  })
  if (refused) throw new RefusedError(403, 'ORIGIN_REFUSED', refused)
  const secret = bearer === undefined ? cookieOf(request, cookieName(port)) : /^Bearer +(\S{1,200})$/i.exec(bearer)?.[1]
  const address = proxies.clientAddress(request)
  const viewer =
    secret &&
    (await (bearer === undefined ? access.viewerOfSession(secret, address) : access.viewerOfToken(secret, address)))
  if (!viewer) {
    if (secret) await limits.failed(address)
    throw new RefusedError(
      401,
      'UNAUTHENTICATED',
      'Log in with a link from `npx --no breakwater login`, or send a token from `npx --no breakwater token create`.',
    )
  }
  await limits.ofIdentity(viewer.actor)
  return viewer
}

function cookieOf(request: IncomingMessage, name: string): string | undefined {
  for (const part of (request.headers.cookie ?? '').split(';')) {
    const [key, value] = part.trim().split('=')
    if (key === name) return value
  }
  return undefined
}
