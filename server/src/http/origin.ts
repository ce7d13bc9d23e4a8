import type { IncomingMessage } from 'node:http'
import type { Proxies } from './client-address.ts'

/**
 * Whether a request was meant for us and comes from our own pages. Host, port included, must be one that we are reached
 * by: a name that an attacker points at our address (DNS rebinding) is not. Origin, where the browser sends one, must be the same.
 */
export interface OriginCheck {
  /** Undefined when all is well, else why not. */
  refuse(request: IncomingMessage, options: { readonly needsOrigin: boolean }): string | undefined
  /** Under which origin the client reaches us, such as `https://breakwater.example.com`; of a request that was not refused. */
  originOf(request: IncomingMessage): string
}

export interface Reached {
  readonly port: () => number
  /** Whether we speak TLS ourselves. */
  readonly secure: boolean
  /** Origins under which others reach us, beside loopback. */
  readonly publicOrigins: readonly string[]
  readonly proxies: Proxies
}

export function createOriginCheck({ port, secure, publicOrigins, proxies }: Reached): OriginCheck {
  const scheme = secure ? 'https:' : 'http:'

  /** Behind a proxy that ends TLS, what it says of the client's side. */
  function originOf(request: IncomingMessage): string | undefined {
    const host = proxies.forwarded(request, 'host') ?? request.headers.host
    const proto = proxies.forwarded(request, 'proto')
    const text = `${proto === 'http' || proto === 'https' ? `${proto}:` : scheme}//${host ?? ''}`
    if (!host || !URL.canParse(text)) return undefined
    const url = new URL(text)
    return url.username === '' && url.password === '' && url.pathname === '/' ? url.origin : undefined
  }

  function isOurs(origin: string): boolean {
    if (publicOrigins.includes(origin)) return true
    const url = new URL(origin)
    const given = url.port === '' ? (url.protocol === 'https:' ? 443 : 80) : Number(url.port)
    const loopback =
      url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(url.hostname)
    return given === port() && loopback && url.protocol === scheme
  }

  return {
    refuse(request, { needsOrigin }) {
      const reached = originOf(request)
      if (reached === undefined || !isOurs(reached)) {
        return 'The Host header does not name this server. Its names beyond this machine are those in BREAKWATER_PUBLIC_URL.'
      }
      const { origin } = request.headers
      if (origin === undefined) {
        return needsOrigin
          ? 'A request with a session needs an Origin header; programs send a token instead.'
          : undefined
      }
      return origin === reached ? undefined : 'The Origin header is not that of this server.'
    },
    originOf: (request) => originOf(request) ?? '',
  }
}
