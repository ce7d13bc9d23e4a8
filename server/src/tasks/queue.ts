import { type Database, type Queries, TransactionError } from '@breakwater/drizzle/database.ts'
import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import type { StartTask } from '@breakwater/schema/services.ts'
import { and, eq, inArray, notInArray, or, sql } from 'drizzle-orm'
import { type Attempt, lockOwned, ownedBy, StaleAttemptError } from './attempt.ts'
import type { TaskCause, TaskItemRow, TaskKind, TaskRow } from './definition.ts'
import { orderedId } from './id.ts'
import { countItems, progressOf } from './item-counts.ts'
import { recordTaskChanges } from './task-change.ts'
import { verdictOf } from './verdict.ts'

export interface NewTask extends StartTask {
  /** Unique for ever: a second task with the same key is not added. */
  readonly dedupeKey?: string
  /** Who started it, for people; empty for the schedule. */
  readonly startedBy: string
  /** How often an item, or telling the items, is tried. */
  readonly maxAttempts?: number
}

/**
 * Adds a task, in the caller's transaction. When one of its kind already waits or runs for the same target, or had the
 * same dedupe key, that one is returned instead.
 */
export async function addTask(
  tx: Queries,
  request: NewTask,
): Promise<{ readonly task: TaskRow; readonly added: boolean }> {
  for (let tries = 0; tries < 5; tries++) {
    const [row] = await tx
      .insert(task)
      .values({ ...request, id: orderedId(), runAt: sql`now()`, createdAt: sql`now()` })
      .onConflictDoNothing()
      .returning()
    if (row) {
      await recordTaskChanges(tx, [undefined, row])
      return { task: row, added: true }
    }
    const [existing] = await tx
      .select()
      .from(task)
      .where(or(request.dedupeKey ? eq(task.dedupeKey, request.dedupeKey) : undefined, activeFor(request)))
      .orderBy(task.id)
      .limit(1)
    if (existing) return { task: existing, added: false }
    // The one in the way ended between the two statements: try again.
  }
  throw new TransactionError('DEADLINE', 'A task could not be added: others for the same target came and went.')
}

/** Tasks that wait or run for the same target. */
export function activeFor({ kind, targetKey }: Pick<NewTask, 'kind' | 'targetKey'>) {
  return and(eq(task.kind, kind), eq(task.targetKey, targetKey), inArray(task.state, ['QUEUED', 'RUNNING']))
}

export interface Claimant {
  readonly kinds: readonly TaskKind[]
  /** Which process it is, for people. */
  readonly owner: string
  readonly leaseMs: number
  /** Ids of tasks that it runs: a process that could not write for a while does not take them from itself. */
  readonly running?: readonly string[]
}

/**
 * Takes the oldest task that waits, or whose worker has died: its lease is over. Items that the dead worker had begun are
 * queued again, or fail alone when they were begun as often as they may. Undefined when there is nothing to do.
 */
export function claimTask(database: Database, claimant: Claimant): Promise<TaskRow | undefined> {
  return database.transaction(async (tx) => {
    const [before] = await tx
      .select()
      .from(task)
      .where(
        and(
          inArray(task.kind, [...claimant.kinds]),
          notInArray(task.id, [...(claimant.running ?? [])]),
          sql`((state = 'QUEUED' and run_at <= now()) or (state = 'RUNNING' and lease_until < now()))`,
        ),
      )
      .orderBy(task.runAt, task.id)
      .limit(1)
      .for('update', { skipLocked: true })
    if (!before) return undefined
    const recovered = await recoverItems(tx, before)
    const counts = await countItems(tx, before.id)
    const [after] = await tx
      .update(task)
      .set({
        ...counts,
        state: 'RUNNING',
        attempt: before.attempt + 1,
        leaseOwner: claimant.owner,
        leaseUntil: leaseEnd(claimant.leaseMs),
        startedAt: sql`coalesce(started_at, now())`,
        causeCode: null,
        cause: null,
        advice: null,
      })
      .where(and(eq(task.id, before.id), eq(task.attempt, before.attempt)))
      .returning()
    await recordTaskChanges(tx, [before, after], recovered)
    return after
  })
}

/** A claim that still holds. */
export interface Lease extends Attempt {
  readonly cancelRequested: boolean
}

const LEASE = { id: task.id, attempt: task.attempt, cancelRequested: task.cancelRequested }

/** Those of `attempts` that still hold. */
export function readLeases(database: Database, attempts: readonly Attempt[]): Promise<readonly Lease[]> {
  return Promise.resolve(
    database.db
      .select(LEASE)
      .from(task)
      .where(or(...attempts.map(ownedBy))),
  )
}

/** Prolongs the leases of those of `attempts` that still hold, and resolves to them. */
export function prolongLeases(
  database: Database,
  attempts: readonly Attempt[],
  leaseMs: number,
): Promise<readonly Lease[]> {
  return database.transaction((tx) =>
    tx
      .update(task)
      .set({ leaseUntil: leaseEnd(leaseMs) })
      .where(or(...attempts.map(ownedBy)))
      .returning(LEASE),
  )
}

/** Gives a task back, so that another process goes on with it at once. What its items had begun is begun again. */
export function releaseTask(database: Database, attempt: Attempt): Promise<void> {
  return database.transaction(async (tx) => {
    const before = await lockOwned(tx, attempt)
    const items = await tx.select().from(taskItem).where(runningItems(attempt.id)).for('update')
    // Begun, but not to blame for the end of it: the attempt does not count.
    const given = await updateItems(tx, items, {
      state: 'QUEUED',
      attempt: sql`greatest(attempt - 1, 0)`,
      runningKey: null,
    })
    const [after] = await tx
      .update(task)
      .set({
        ...(await countItems(tx, attempt.id)),
        state: 'QUEUED',
        leaseUntil: null,
        leaseOwner: null,
        runAt: sql`now()`,
      })
      .where(ownedBy(attempt))
      .returning()
    await recordTaskChanges(tx, [before, after], given)
  })
}

/** Ends a task whose items have all ended, with the state and the cause that follow from theirs. */
export function finishTask(database: Database, attempt: Attempt): Promise<TaskRow> {
  return database.transaction(async (tx) => {
    const before = await lockOwned(tx, attempt)
    const verdict = await verdictOf(tx, before)
    return end(tx, before, {
      ...verdict,
      ...(await countItems(tx, before.id)),
      progress: await progressOf(tx, before.id),
    })
  })
}

/** Ends a task that could not tell its items, or queues it for another try in `retryInMs`. */
export function failTask(
  database: Database,
  attempt: Attempt,
  cause: TaskCause,
  retryInMs: number | undefined,
): Promise<TaskRow> {
  return database.transaction(async (tx) => {
    const before = await lockOwned(tx, attempt)
    const why = { causeCode: cause.code, cause: cause.message, advice: cause.advice }
    if (retryInMs === undefined) return end(tx, before, { state: 'FAILED', ...why })
    return change(tx, before, {
      ...why,
      state: 'QUEUED',
      leaseUntil: null,
      leaseOwner: null,
      runAt: sql`now() + make_interval(secs => ${retryInMs / 1000})`,
    })
  })
}

/** Of the embedded database this process is the only user: whoever held a lease before is gone. */
export async function expireLeases(database: Database): Promise<void> {
  await database.transaction((tx) =>
    tx.update(task).set({ leaseUntil: sql`now() - interval '1 ms'` }).where(eq(task.state, 'RUNNING')),
  )
}

type Values = Partial<{ [Column in keyof TaskRow]: TaskRow[Column] | ReturnType<typeof sql> }>

/** Ends `before` with `values`, in the caller's transaction. */
export function end(tx: Queries, before: TaskRow, values: Values): Promise<TaskRow> {
  return change(tx, before, { ...values, stage: '', leaseUntil: null, leaseOwner: null, finishedAt: sql`now()` })
}

/** Changes `before`, which this transaction has locked, and writes that to the outbox. */
export async function change(tx: Queries, before: TaskRow, values: Values): Promise<TaskRow> {
  const [after] = await tx
    .update(task)
    .set(values)
    .where(and(eq(task.id, before.id), eq(task.attempt, before.attempt)))
    .returning()
  if (!after) throw new StaleAttemptError(before)
  await recordTaskChanges(tx, [before, after])
  return after
}

type ItemPair = readonly [before: TaskItemRow, after: TaskItemRow | undefined]
type ItemValues = Partial<{ [Column in keyof TaskItemRow]: TaskItemRow[Column] | ReturnType<typeof sql> }>

/** Sets `values` on `items`, which this transaction has locked; at most 400. Resolves to what each was and is. */
export async function updateItems(
  tx: Queries,
  items: readonly TaskItemRow[],
  values: ItemValues,
): Promise<readonly ItemPair[]> {
  if (items.length === 0) return []
  const ids = items.map((item) => item.id)
  const changed = await tx.update(taskItem).set(values).where(inArray(taskItem.id, ids)).returning()
  const after = new Map(changed.map((item) => [item.id, item]))
  return items.map((item) => [item, after.get(item.id)])
}

async function recoverItems(tx: Queries, lost: TaskRow): Promise<readonly ItemPair[]> {
  const items = await tx.select().from(taskItem).where(runningItems(lost.id)).for('update')
  const poisonous = items.filter((item) => item.attempt >= lost.maxAttempts)
  return [
    ...(await updateItems(
      tx,
      items.filter((item) => !poisonous.includes(item)),
      { state: 'QUEUED', runningKey: null },
    )),
    ...(await updateItems(tx, poisonous, {
      state: 'FAILED',
      runningKey: null,
      finishedAt: sql`now()`,
      causeCode: 'WORKER_LOST',
      cause: `The process that worked on it ended ${lost.maxAttempts} times before it was done.`,
      advice: "Look into the server's log for why it ended, such as a lack of memory, then retry.",
    })),
  ]
}

function runningItems(id: string) {
  return and(eq(taskItem.task, id), eq(taskItem.state, 'RUNNING'))
}

function leaseEnd(leaseMs: number) {
  return sql`now() + make_interval(secs => ${leaseMs / 1000})`
}
