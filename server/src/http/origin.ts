import type { IncomingMessage } from 'node:http'

/**
 * Whether a request was meant for us and comes from our own pages. Host, port included, must be one that we are reached
 * by: a name that an attacker points at 127.0.0.1 (DNS rebinding) is not. Origin, where the browser sends one, must be the same.
 */
export interface OriginCheck {
  /** Undefined when all is well, else why not. */
  refuse(request: IncomingMessage, options: { readonly needsOrigin: boolean }): string | undefined
}

export function createOriginCheck(port: () => number): OriginCheck {
  return {
    refuse(request, { needsOrigin }) {
      const { host, origin } = request.headers
      if (!host || !isOurs(host, port())) return 'The Host header does not name this server.'
      if (origin === undefined) {
        return needsOrigin
          ? 'A request with a session needs an Origin header; programs send a token instead.'
          : undefined
      }
      return origin === `http://${host}` ? undefined : 'The Origin header is not that of this server.'
    },
  }
}

function isOurs(host: string, port: number): boolean {
  if (!URL.canParse(`http://${host}`)) return false
  const url = new URL(`http://${host}`)
  const given = url.port === '' ? 80 : Number(url.port)
  const loopback = url.hostname === 'localhost' || url.hostname === '[::1]' || /^127(\.\d{1,3}){3}$/.test(url.hostname)
  return given === port && loopback && url.username === '' && url.pathname === '/'
}
