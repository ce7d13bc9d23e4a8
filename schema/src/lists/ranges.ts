import { and, type Column, type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'

/** Numbers in a filter. */
export const IntRange = builder.inputType('IntRange', {
  description: 'Numbers from `min` to `max`, both included. What is not given does not limit.',
  fields: (t) => ({
    min: t.int({ description: 'This number or more.' }),
    max: t.int({ description: 'This number or less.' }),
  }),
})

/** Moments in a filter. */
export const DateTimeRange = builder.inputType('DateTimeRange', {
  description: 'Moments from `from` on and before `before`. What is not given does not limit.',
  fields: (t) => ({
    from: t.field({ type: 'DateTime', description: 'At this moment or later.' }),
    before: t.field({ type: 'DateTime', description: 'Before this moment.' }),
  }),
})

/** Whether a number lies in `range`; undefined when nothing was asked. What is null lies in none. */
export function inRange(value: Column | SQL, range: typeof IntRange.$inferInput | null | undefined): SQL | undefined {
  if (!range) return undefined
  return and(
    typeof range.min === 'number' ? sql`${value} >= ${range.min}` : undefined,
    typeof range.max === 'number' ? sql`${value} <= ${range.max}` : undefined,
  )
}

/** Whether a moment lies in `range`; undefined when nothing was asked. What is null lies in none. */
export function inTime(
  moment: Column | SQL,
  range: typeof DateTimeRange.$inferInput | null | undefined,
): SQL | undefined {
  if (!range) return undefined
  return and(
    range.from ? sql`${moment} >= ${range.from.toISOString()}::timestamptz` : undefined,
    range.before ? sql`${moment} < ${range.before.toISOString()}::timestamptz` : undefined,
  )
}
