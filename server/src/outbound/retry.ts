import { OutboundError, type OutboundErrorCode } from './error.ts'
import type { Answer } from './exchange.ts'

const FIRST_PAUSE_MS = 250
const LONGEST_PAUSE_MS = 10_000
/** A server that asks for more than this is not waited for. */
export const LONGEST_RETRY_AFTER_MS = 60_000

const RETRIED_STATUSES = new Set([429, 500, 502, 503, 504])
const RETRIED_ERRORS = new Set<OutboundErrorCode>(['CUT', 'UNREACHABLE'])

/**
 * How long to wait before a GET is sent again, in milliseconds; undefined when it is not worth it. `attempt` counts from 1.
 * What the server asks for (`Retry-After`, on 429 and 503) is obeyed; else the pause doubles each time, with up to half
 * of it left to chance, so that many callers do not come back at once.
 */
export function retryDelayMs(
  outcome: Answer | OutboundError,
  attempt: number,
  random: () => number,
  nowMs: number = Date.now(),
): number | undefined {
  if (outcome instanceof OutboundError) return RETRIED_ERRORS.has(outcome.code) ? pauseMs(attempt, random) : undefined
  if (!RETRIED_STATUSES.has(outcome.status)) return undefined
  const asked =
    outcome.status === 429 || outcome.status === 503 ? retryAfterMs(outcome.headers['retry-after'], nowMs) : undefined
  if (asked === undefined) return pauseMs(attempt, random)
  return asked <= LONGEST_RETRY_AFTER_MS ? asked : undefined
}

/** The value of a `Retry-After` header, seconds or an HTTP date, in milliseconds; undefined when it cannot be read. */
export function retryAfterMs(header: string | undefined, nowMs: number): number | undefined {
  if (header === undefined) return undefined
  if (/^\d+$/.test(header.trim())) return Number(header) * 1_000
  const at = Date.parse(header)
  return Number.isNaN(at) ? undefined : Math.max(0, at - nowMs)
}

function pauseMs(attempt: number, random: () => number): number {
  const fullMs = Math.min(LONGEST_PAUSE_MS, FIRST_PAUSE_MS * 2 ** (attempt - 1))
  return Math.round(fullMs * (0.5 + random() / 2))
}
