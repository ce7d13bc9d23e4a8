import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { openPostgres } from '@breakwater/drizzle/postgres.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { schedule, task } from '@breakwater/drizzle/tables/task.ts'
import { and, eq, gt, sql } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { add, ended, eventually, readTask, silent } from '../../test/tasks.ts'
import { claimTask } from './queue.ts'
import { createScheduler } from './schedule.ts'

const PROGRAM = fileURLToPath(new URL('../../test/task-worker.ts', import.meta.url))

let opened: TestDatabase
const running = new Set<ChildProcess>()
beforeAll(async () => {
  opened = await testDatabase()
})
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await opened.close()
})

/** Starts a process that works; resolves to it and to the lines that it has said. */
function startWorker(number: number): { child: ChildProcess; lines: string[]; ended: Promise<unknown> } {
  const child = spawn(process.execPath, [PROGRAM, String(number), opened.url ?? ''], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  const lines: string[] = []
  createInterface({ input: child.stdout }).on('line', (line) => lines.push(line))
  return { child, lines, ended: once(child, 'close').then(() => running.delete(child)) }
}

test('many that claim at the same time get each task once, and do not wait for one another', async () => {
  const added = []
  for (let n = 0; n < 10; n++) added.push(await add(opened.database, { targetKey: `claim ${n}`, kind: 'IMAGE_FIX' }))
  const claimant = { kinds: ['IMAGE_FIX'] as const, owner: 'test', leaseMs: 60_000 }
  const claimed = await Promise.all(Array.from({ length: 15 }, () => claimTask(opened.database, claimant)))
  const ids = claimed.flatMap((row) => (row ? [row.id] : []))
  expect(new Set(ids).size).toBe(ids.length)
  // A claim passes over a row that another one holds just then, so a single round may leave one: the next takes it.
  for (let row = await claimTask(opened.database, claimant); row; row = await claimTask(opened.database, claimant)) {
    ids.push(row.id)
  }
  expect(ids.sort()).toEqual(added.map((row) => row.id))
  // The processes of the next test end when no task is left.
  await opened.database.transaction((tx) => tx.delete(task))
})

/** Stops a process in the middle of a task, but not inside a transaction: there it would keep the task, as it should. */
async function putToSleep(child: ChildProcess): Promise<void> {
  const open = sql<number>`(select count(*)::int from pg_stat_activity
    where datname = current_database() and state like 'idle in transaction%')`
  for (;;) {
    child.kill('SIGSTOP')
    await sleep(50)
    const running = await opened.database.db.select({ open }).from(task).where(gt(task.itemsRunning, 0))
    if (running[0]?.open === 0) return
    child.kill('SIGCONT')
    await sleep(7)
  }
}

test('a process that slept longer than its lease writes nothing of what another has taken over', async () => {
  const { id } = await add(opened.database, { targetKey: 'sleep', maxAttempts: 1_000 })
  const sleeper = startWorker(1)
  await eventually(() => sleeper.lines.filter((line) => line.startsWith('begun')).length >= 3)
  await putToSleep(sleeper.child)
  const other = startWorker(2)
  await eventually(() => other.lines.some((line) => line.startsWith(`claimed ${id}`)))
  const { attempt } = await readTask(opened.database, id)
  sleeper.child.kill('SIGCONT')
  expect(await ended(opened.database, id)).toMatchObject({ state: 'SUCCEEDED', attempt, itemsSucceeded: 40 })
  await Promise.all([sleeper.ended, other.ended])

  const rows = await opened.database.db.select().from(change).orderBy(change.seq)
  const taken = rows.findIndex((row) => row.node === id && row.new?.['attempt'] === attempt)
  const results = rows.filter((row) => row.type === 'TaskItem' && row.new?.['state'] === 'SUCCEEDED')
  const after = rows.slice(taken).filter((row) => row.type === 'TaskItem' && row.new?.['state'] === 'SUCCEEDED')
  expect(results).toHaveLength(40)
  expect(after.length).toBeGreaterThan(0)
  expect(new Set(after.map((row) => row.new?.['added']))).toEqual(new Set([2]))
}, 60_000)

test('two processes in which the schedule fires at the same moment add one task', async () => {
  const second = openPostgres(opened.url ?? '')
  try {
    await opened.database.transaction((tx) =>
      tx.insert(schedule).values({
        kind: 'RETENTION',
        cron: '0 0 * * *',
        timeZone: 'UTC',
        stored: true,
        updatedAt: new Date('2026-01-01T00:00:00Z'),
      }),
    )
    const schedulers = [opened.database, second].map((database) =>
      createScheduler({
        database,
        log: silent,
        kinds: ['RETENTION'],
        first: { timeZone: 'UTC', crons: {} },
        onQueued: () => {},
        everyMinute: async () => {},
      }),
    )
    await Promise.all(schedulers.map((scheduler) => scheduler.start()))
    await sleep(50)
    await Promise.all(schedulers.map((scheduler) => scheduler.stop()))
    const added = await opened.database.db
      .select()
      .from(task)
      .where(and(eq(task.kind, 'RETENTION'), eq(task.source, 'SCHEDULE')))
    expect(added).toHaveLength(1)
  } finally {
    await second.close()
  }
})
