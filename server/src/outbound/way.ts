import type { LookupFunction, Socket } from 'node:net'
import { OutboundError } from './error.ts'

/** A way through a proxy that is to be opened. */
export interface Way {
  /** http:, https: or socks5:, with user and password where it wants them. */
  readonly proxy: URL
  /** Name or address of the other side, without brackets. */
  readonly host: string
  readonly port: number
  /** Finds the proxy's address, and refuses those that may not be called. */
  readonly lookup: LookupFunction
  /** Until the way is open. */
  readonly connectMs: number
}

/** Opens a way: what is written to the socket comes to the other side. Throws `OutboundError`, or what Node throws. */
export type OpenWay = (way: Way) => Promise<Socket>

/** That a proxy does not answer in time. */
export function tooSlow({ proxy, connectMs }: Way): OutboundError {
  const message = `The proxy ${proxy.host} does not answer within ${connectMs / 1_000} s.`
  return new OutboundError('TIMED_OUT', message, 'Check the address of the proxy, and that it is running.')
}

/** That a proxy does not lead there; `why` ends the sentence "The proxy … ". */
export function refusedBy({ proxy }: Way, why: string, wantsUser: boolean): OutboundError {
  return new OutboundError(
    'UNREACHABLE',
    `The proxy ${proxy.host} ${why}.`,
    wantsUser
      ? 'Put a user and password that it accepts into its address.'
      : 'Check that the proxy is the right one, and that it may lead there.',
  )
}

/** User and password in a proxy's address. */
export function userOf({ username, password }: URL): { readonly user: string; readonly password: string } | undefined {
  if (username === '' && password === '') return undefined
  return { user: decodeURIComponent(username), password: decodeURIComponent(password) }
}
