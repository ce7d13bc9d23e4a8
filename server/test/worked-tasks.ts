import type { Database } from '@breakwater/drizzle/database.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { asc, eq, sql } from 'drizzle-orm'

/** A step of an item, as test/task-worker.ts left it in the outbox. */
export interface Step {
  readonly task: string
  readonly item: string
  readonly attempt: number
  readonly step: number
  readonly owner: string
}

/** All steps, in the order in which they were written. */
export async function readSteps(database: Database): Promise<readonly Step[]> {
  const rows = await database.db.select().from(change).where(eq(change.type, 'Step')).orderBy(asc(change.seq))
  return rows.map((row) => ({ ...(row.new as Omit<Step, 'item'>), item: row.node }))
}

/** Steps that a worker wrote after a later claim of the same task had written. */
export function stepsBehindTheFence(steps: readonly Step[]): readonly Step[] {
  const newest = new Map<string, number>()
  return steps.filter(({ task: id, attempt }) => {
    const seen = newest.get(id) ?? 0
    newest.set(id, Math.max(seen, attempt))
    return attempt < seen
  })
}

/** How often each item, and each task, was recorded as ended: by state, with the number of rows of the outbox. */
export async function recordedEnds(database: Database, type: 'Task' | 'TaskItem'): Promise<readonly number[]> {
  const rows = await database.db
    .select({ times: sql<number>`count(*)::int` })
    .from(change)
    .where(
      sql`${change.type} = ${type} and ${change.new} ->> 'state' in ('SUCCEEDED', 'PARTIAL', 'FAILED', 'TIMED_OUT')`,
    )
    .groupBy(change.node)
  return rows.map((row) => row.times)
}

/** States of all tasks, and of all items. */
export async function readStates(database: Database): Promise<{ readonly tasks: string[]; readonly items: string[] }> {
  const tasks = await database.db.select({ state: task.state }).from(task).orderBy(task.id)
  const items = await database.db.select({ state: taskItem.state }).from(taskItem).orderBy(taskItem.id)
  return { tasks: tasks.map((row) => row.state), items: items.map((row) => row.state) }
}
