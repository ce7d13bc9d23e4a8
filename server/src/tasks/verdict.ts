import type { Queries } from '@breakwater/drizzle/database.ts'
import { taskItem } from '@breakwater/drizzle/tables/task.ts'
import { and, eq, inArray, sql } from 'drizzle-orm'
import type { TaskRow } from './definition.ts'

type Verdict = Pick<TaskRow, 'state' | 'causeCode' | 'cause' | 'advice'>

/** The state and the cause of a task, from those of its items, which have all ended. */
export async function verdictOf(tx: Queries, task: TaskRow): Promise<Verdict> {
  const rows = await tx
    .select({ state: taskItem.state, count: sql<number>`count(*)::int` })
    .from(taskItem)
    .where(eq(taskItem.task, task.id))
    .groupBy(taskItem.state)
  const counts = new Map(rows.map(({ state, count }) => [state, count]))
  const state = stateOf(counts, task.cancelRequested)
  if (state === 'SUCCEEDED' || state === 'CANCELLED') return { state, causeCode: null, cause: null, advice: null }
  return { state, ...(await causeOf(tx, task.id, counts)) }
}

type Counts = ReadonlyMap<TaskRow['state'], number>

function stateOf(counts: Counts, cancelRequested: boolean): TaskRow['state'] {
  const of = (state: TaskRow['state']) => counts.get(state) ?? 0
  if (cancelRequested && (of('CANCELLED') > 0 || counts.size === 0)) return 'CANCELLED'
  if (of('PARTIAL') + of('FAILED') + of('TIMED_OUT') + of('CANCELLED') === 0) return 'SUCCEEDED'
  if (of('SUCCEEDED') + of('PARTIAL') > 0) return 'PARTIAL'
  return of('FAILED') === 0 ? 'TIMED_OUT' : 'FAILED'
}

async function causeOf(tx: Queries, taskId: string, counts: Counts): Promise<Omit<Verdict, 'state'>> {
  const failed = ['PARTIAL', 'FAILED', 'TIMED_OUT'] as const
  const [worst] = await tx
    .select({
      code: taskItem.causeCode,
      count: sql<number>`count(*)::int`,
      name: sql<string>`(array_agg(target_name order by id))[1]`,
      cause: sql<string | null>`(array_agg(cause order by id))[1]`,
      advice: sql<string | null>`(array_agg(advice order by id))[1]`,
    })
    .from(taskItem)
    .where(and(eq(taskItem.task, taskId), inArray(taskItem.state, [...failed])))
    .groupBy(taskItem.causeCode)
    .orderBy(sql`count(*) desc`, taskItem.causeCode)
    .limit(1)
  const total = [...counts.values()].reduce((sum, count) => sum + count, 0)
  const number = failed.reduce((sum, state) => sum + (counts.get(state) ?? 0), 0)
  const sentence =
    total === 1 ? worst?.cause : `${number} of ${total} not done in full. ${worst?.name}: ${worst?.cause}`
  return { causeCode: worst?.code ?? null, cause: sentence ?? null, advice: worst?.advice ?? null }
}
