import type { Queries } from '@breakwater/drizzle/database.ts'
import { task } from '@breakwater/drizzle/tables/task.ts'
import { and, eq, type SQL } from 'drizzle-orm'
import type { TaskRow } from './definition.ts'

/** Which claim of a task a write belongs to. The number grows with each claim: it is what fences off a worker that lost it. */
export type Attempt = Pick<TaskRow, 'id' | 'attempt'>

/** Another worker has the task now, or it was given back: this attempt writes nothing more. */
export class StaleAttemptError extends Error {
  override readonly name = 'StaleAttemptError'
  constructor(attempt: Attempt) {
    super(`Attempt ${attempt.attempt} of task ${attempt.id} is over.`)
  }
}

/** The rows of `task` that this attempt may still write: one, or none once it is over. */
export function ownedBy({ id, attempt }: Attempt): SQL | undefined {
  return and(eq(task.id, id), eq(task.attempt, attempt), eq(task.state, 'RUNNING'))
}

/**
 * The task, locked until the transaction ends, so that no other worker claims it in between. Throws `StaleAttemptError`
 * when the attempt is over.
 */
export async function lockOwned(tx: Queries, attempt: Attempt): Promise<TaskRow> {
  const [row] = await tx.select().from(task).where(ownedBy(attempt)).for('update')
  if (!row) throw new StaleAttemptError(attempt)
  return row
}

/**
 * Makes sure that `attempt` still has its task, and that it keeps it until this transaction ends. For the transactions of
 * an item that write rows of a domain. Throws `StaleAttemptError`.
 */
export async function assertAttempt(tx: Queries, attempt: Attempt): Promise<void> {
  const [row] = await tx.select({ id: task.id }).from(task).where(ownedBy(attempt)).for('share')
  if (!row) throw new StaleAttemptError(attempt)
}
