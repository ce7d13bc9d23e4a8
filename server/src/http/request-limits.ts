import { isIPv6 } from 'node:net'
import { type IRateLimiterRes, RateLimiterMemory } from 'rate-limiter-flexible'

/** Requests in a window of time, counted in this process. */
export interface RequestLimits {
  /** Counts a request from an address. Throws `TooManyRequestsError`. */
  fromAddress(address: string): Promise<void>
  /** Counts a request of somebody who is known, wherever it comes from. Throws `TooManyRequestsError`. */
  ofIdentity(actor: string): Promise<void>
  /**
   * Counts a wrong token, cookie or login code. Throws `TooManyRequestsError` after too many of them; who has a right one is let in all
   * the same, for others may stand behind the same address.
   */
  failed(address: string): Promise<void>
}

/** Come back later. */
export class TooManyRequestsError extends Error {
  override readonly name = 'TooManyRequestsError'
  readonly retryAfterS: number
  constructor(retryAfterMs: number) {
    const seconds = Math.max(1, Math.ceil(retryAfterMs / 1000))
    super(`Too many requests. Try again in ${seconds} s.`)
    this.retryAfterS = seconds
  }
}

export interface Limit {
  readonly requests: number
  readonly withinS: number
}

/**
 * The dashboard sends some 60 requests when it is first opened and a handful a page; many people may stand behind one address. A secret of
 * 256 bits is not found by guessing: the limit on failures tells whoever tries, or forgot to renew a token, to stop.
 */
export const LIMITS = {
  address: { requests: 3_000, withinS: 10 },
  identity: { requests: 2_000, withinS: 10 },
  failures: { requests: 30, withinS: 60 },
} satisfies Record<string, Limit>

export function createRequestLimits(limits: Readonly<Record<keyof typeof LIMITS, Limit>> = LIMITS): RequestLimits {
  const address = counter(limits.address)
  const identity = counter(limits.identity)
  const failures = counter(limits.failures)
  return {
    fromAddress: (from) => count(address, network(from)),
    ofIdentity: (actor) => count(identity, actor),
    failed: (from) => count(failures, network(from)),
  }
}

function counter({ requests, withinS }: Limit): RateLimiterMemory {
  return new RateLimiterMemory({ points: requests, duration: withinS })
}

async function count(limiter: RateLimiterMemory, key: string): Promise<void> {
  try {
    await limiter.consume(key)
  } catch (over) {
    throw new TooManyRequestsError((over as IRateLimiterRes).msBeforeNext ?? 1_000)
  }
}

/** Whoever has one IPv6 address commonly has all 2^64 of its network. Source: RFC 6177. */
function network(address: string): string {
  if (!isIPv6(address)) return address
  const [front = '', back] = (address.split('%')[0] ?? '').split('::')
  const left = front.split(':').filter(Boolean)
  const right = (back ?? '').split(':').filter(Boolean)
  const zeros = Array.from({ length: Math.max(0, 8 - left.length - right.length) }, () => '0')
  return [...left, ...zeros, ...right]
    .slice(0, 4)
    .map((group) => Number.parseInt(group, 16))
    .join(':')
}
