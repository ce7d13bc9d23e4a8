import type { IncomingMessage } from 'node:http'
import { isIP } from 'node:net'
import { addressRanges } from '../address-ranges.ts'

/** Who really sends a request that came through proxies. */
export interface Proxies {
  /** The client's address: the nearest one that is not a trusted proxy's. What a client says of itself is never believed. */
  clientAddress(request: IncomingMessage): string
  /** The header `X-Forwarded-NAME` of a request that a trusted proxy sent; its first value. */
  forwarded(request: IncomingMessage, name: 'host' | 'proto'): string | undefined
}

/** Takes addresses and CIDRs of proxies that are trusted. Throws a `TypeError` for what is neither. */
export function createProxies(trusted: readonly string[]): Proxies {
  const ranges = addressRanges(trusted)
  const peerOf = (request: IncomingMessage) => plain(request.socket.remoteAddress ?? '')

  return {
    clientAddress(request) {
      let nearest = peerOf(request)
      const hops = String(request.headers['x-forwarded-for'] ?? '').split(',')
      while (hops.length > 0 && ranges.has(nearest)) {
        const before = plain(hops.pop()?.trim() ?? '')
        // A hop that is no address was invented by somebody in front of the last trusted proxy.
        if (isIP(before) === 0) break
        nearest = before
      }
      return nearest
    },
    forwarded(request, name) {
      if (!ranges.has(peerOf(request))) return undefined
      return (
        String(request.headers[`x-forwarded-${name}`] ?? '')
          .split(',')[0]
          ?.trim() || undefined
      )
    },
  }
}

/** An IPv4 address that came in over an IPv6 socket, as IPv4. */
function plain(address: string): string {
  return address.startsWith('::ffff:') && isIP(address.slice(7)) === 4 ? address.slice(7) : address
}
