import { text } from './text.ts'

const SECOND_MS = 1_000
const MINUTE_MS = 60 * SECOND_MS
const HOUR_MS = 60 * MINUTE_MS
const DAY_MS = 24 * HOUR_MS
const JUST_NOW_MS = 5 * SECOND_MS
const DAYS_BEFORE_DATES = 30

/** How long ago `at` was, or how far ahead it lies, seen at `now` (both in ms since 1970). Over 30 days: the date. */
export function relativeTime(at: number, now: number): string {
  const distanceMs = now - at
  const ahead = distanceMs < 0
  const amountMs = Math.abs(distanceMs)
  if (amountMs < JUST_NOW_MS) return text(ahead ? 'time.soon' : 'time.now')
  if (amountMs >= DAYS_BEFORE_DATES * DAY_MS) return new Date(at).toISOString().slice(0, 10)
  const amount = coarse(amountMs)
  return ahead ? text('time.in', { amount }) : text('time.ago', { amount })
}

/** A duration in its two largest units, such as `1 min 5 s`. */
export function duration(ms: number): string {
  if (ms < SECOND_MS) return text('time.milliseconds', { count: Math.max(0, Math.round(ms)) })
  const seconds = Math.floor(ms / SECOND_MS)
  if (ms < MINUTE_MS) return text('time.seconds', { count: seconds })
  const minutes = Math.floor(ms / MINUTE_MS)
  if (ms < HOUR_MS) return pair(text('time.minutes', { count: minutes }), seconds % 60, 'time.seconds')
  return pair(text('time.hours', { count: Math.floor(ms / HOUR_MS) }), minutes % 60, 'time.minutes')
}

/** The moment in the reader's own time zone, to the second, with the zone's name. */
export function exactTime(at: number): string {
  return new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'long' }).format(at)
}

function coarse(ms: number): string {
  if (ms < MINUTE_MS) return text('time.seconds', { count: Math.floor(ms / SECOND_MS) })
  if (ms < HOUR_MS) return text('time.minutes', { count: Math.floor(ms / MINUTE_MS) })
  if (ms < DAY_MS) return text('time.hours', { count: Math.floor(ms / HOUR_MS) })
  return text('time.days', { count: Math.floor(ms / DAY_MS) })
}

function pair(first: string, rest: number, unit: 'time.seconds' | 'time.minutes'): string {
  return rest === 0 ? first : `${first} ${text(unit, { count: rest })}`
}
