/** The budget of an identity for the present hour, after an operation was counted. */
export interface Budget {
  readonly limit: number
  readonly used: number
  readonly remaining: number
  readonly resetAt: Date
}

/** Counts what identities spend. */
export interface Points {
  /** Takes `points` from the hour of `identity`. Undefined when fewer are left: then nothing is taken. */
  take(identity: string, points: number): Budget | undefined
  /** What is left, without taking anything. */
  budget(identity: string): Budget
}

const HOUR_MS = 60 * 60_000

interface Hour {
  used: number
  readonly endsMs: number
}

/**
 * An hour begins with the first operation of an identity. Kept in the memory of this process: with several replicas each
 * has a budget of its own, and a start forgets what was spent. That is enough for what it is for, which is to keep one program from
 * taking all of a process; nothing is paid with it.
 */
export function createPoints(limit: number, now: () => number = Date.now): Points {
  const hours = new Map<string, Hour>()

  function current(identity: string): Hour {
    const known = hours.get(identity)
    if (known && known.endsMs > now()) return known
    for (const [other, { endsMs }] of hours) if (endsMs <= now()) hours.delete(other)
    const fresh = { used: 0, endsMs: now() + HOUR_MS }
    hours.set(identity, fresh)
    return fresh
  }
  const told = ({ used, endsMs }: Hour): Budget => ({
    limit,
    used,
    remaining: limit - used,
    resetAt: new Date(endsMs),
  })

  return {
    take(identity, points) {
      const hour = current(identity)
      if (hour.used + points > limit) return undefined
      hour.used += points
      return told(hour)
    },
    budget: (identity) => told(current(identity)),
  }
}
