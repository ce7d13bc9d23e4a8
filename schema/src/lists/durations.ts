import { durationsOf, type task, type taskItem } from '@breakwater/drizzle/tables/task.ts'
import { type SQL, sql } from 'drizzle-orm'
import { computed, type SortKey } from './order.ts'

type Timed = typeof task | typeof taskItem

/** By how long a run took. */
export function byDuration(table: Timed): readonly SortKey[] {
  return durationsOf(table).map((duration) => computed('float8', duration))
}

/** How long a run took, or has taken until now, in seconds; null when it was never begun. */
export function durationSeconds({ startedAt, finishedAt }: Timed): SQL {
  return sql`extract(epoch from coalesce(${finishedAt}, now()) - ${startedAt})`
}
