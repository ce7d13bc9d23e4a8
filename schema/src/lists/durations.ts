import type { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { type SQL, sql } from 'drizzle-orm'
import { computed, type SortKey } from './order.ts'

type Timed = typeof task | typeof taskItem

/**
 * By how long a run took. What still runs grows while somebody pages through, so it has no number: it stands above all that has
 * ended, the one that began first on top. What was never begun stands below.
 */
export function byDuration(table: Timed): readonly SortKey[] {
  const { startedAt, finishedAt } = table
  return [
    computed(
      'float8',
      sql`case when ${startedAt} is null then -1 when ${finishedAt} is null then 1e15
        else extract(epoch from ${finishedAt} - ${startedAt}) end::float8`,
    ),
    computed(
      'float8',
      sql`case when ${startedAt} is null or ${finishedAt} is not null then 0
        else -extract(epoch from ${startedAt}) end::float8`,
    ),
  ]
}

/** How long a run took, or has taken until now, in seconds; null when it was never begun. */
export function durationSeconds({ startedAt, finishedAt }: Timed): SQL {
  return sql`extract(epoch from coalesce(${finishedAt}, now()) - ${startedAt})`
}
