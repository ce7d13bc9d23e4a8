import cron, { type ScheduledTask } from 'node-cron'

/** When something runs by itself. */
export interface Times {
  /** Five fields, as in cron: minute, hour, day of month, month, day of week. A day has to match both of its fields. */
  readonly cron: string
  /** IANA name, such as `Europe/Berlin`. */
  readonly timeZone: string
}

/**
 * One run that a schedule asks for. Each local time comes once: one that a clock put forward skips comes at the moment of
 * the jump's far side, of one that a clock put back repeats only the first counts.
 */
export interface ScheduledMoment {
  readonly at: Date
  /** The local date and time that the fields ask for, such as `2026-01-31T00:00`. */
  readonly local: string
}

/** The latest moment at or before `at`; undefined when there was none in the eight years before. */
export function latestMoment(times: Times, at: Date): ScheduledMoment | undefined {
  return search(times, at, -1, (moment) => moment.at <= at)
}

/** The first moment after `after`; undefined when there is none in the eight years that follow. */
export function nextMoment(times: Times, after: Date): ScheduledMoment | undefined {
  return search(times, after, 1, (moment) => moment.at > after)
}

/** Whether `text` is five cron fields that are understood. */
export function isCron(text: string): boolean {
  return text.trim().split(/\s+/).length === 5 && cron.validate(text)
}

/** Whether `name` is a time zone by its IANA name; a bare offset is none. */
export function isTimeZone(name: string): boolean {
  try {
    return /^[A-Za-z]/.test(name) && new Intl.DateTimeFormat('en', { timeZone: name }).format() !== ''
  } catch {
    return false
  }
}

const MINUTE_MS = 60_000
const DAY_MS = 86_400_000
/** Two leap years: 29 February is at most eight years away, where a century has none. */
const MOST_DAYS = 8 * 366

/**
 * Looks at local days one after the other, from the one before or after the day of `start` on: a clock that jumps may
 * carry a time of one day into the next.
 */
function search(
  times: Times,
  start: Date,
  step: 1 | -1,
  fits: (moment: ScheduledMoment) => boolean,
): ScheduledMoment | undefined {
  const { hour, minute } = cron.parse(times.cron)
  const ofDayMs = hour.flatMap((h) => minute.map((m) => (h * 60 + m) * MINUTE_MS)).sort((a, b) => (a - b) * step)
  const [probeMs] = ofDayMs
  if (probeMs === undefined) return undefined
  const clock = localClock(times.timeZone)
  const today = Math.floor((start.getTime() + clock.offsetMs(start.getTime())) / DAY_MS)
  return withMatcher(times.cron, (matches) => {
    for (let n = -1; n <= MOST_DAYS; n++) {
      const dayMs = (today + n * step) * DAY_MS
      if (!matches(dayMs + probeMs)) continue
      for (const timeMs of ofDayMs) {
        const moment = { at: clock.instant(dayMs + timeMs), local: new Date(dayMs + timeMs).toISOString().slice(0, 16) }
        if (fits(moment)) return moment
      }
    }
    return undefined
  })
}

/** node-cron's own reading of the fields, of local times written as if they were UTC. */
function withMatcher<T>(expression: string, use: (matches: (localMs: number) => boolean) => T): T {
  const matcher: ScheduledTask = cron.createTask(expression, () => {}, { timezone: 'UTC' })
  try {
    return use((localMs) => matcher.match(new Date(localMs)))
  } finally {
    void matcher.destroy()
  }
}

/** The clock of a time zone; a local time is written in milliseconds as if it were UTC. */
function localClock(timeZone: string) {
  const format = new Intl.DateTimeFormat('en-US', {
    timeZone,
    calendar: 'gregory',
    hourCycle: 'h23',
    year: 'numeric',
    month: 'numeric',
    day: 'numeric',
    hour: 'numeric',
    minute: 'numeric',
    second: 'numeric',
  })

  /** How much the local clock is ahead of UTC at an instant. */
  function offsetMs(instantMs: number): number {
    const parts = new Map(format.formatToParts(instantMs).map(({ type, value }) => [type, Number(value)]))
    const of = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? 0
    const localMs = Date.UTC(of('year'), of('month') - 1, of('day'), of('hour'), of('minute'), of('second'))
    return localMs - Math.floor(instantMs / 1000) * 1000
  }

  /** When the local clock shows `localMs`, for the first time. */
  function instant(localMs: number): Date {
    const before = localMs - offsetMs(localMs - DAY_MS)
    const after = localMs - offsetMs(localMs + DAY_MS)
    const shown = [before, after].filter((candidate) => candidate + offsetMs(candidate) === localMs)
    return new Date(shown.length > 0 ? Math.min(...shown) : before)
  }

  return { offsetMs, instant }
}
