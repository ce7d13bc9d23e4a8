import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import type { Database } from '@breakwater/drizzle/database.ts'
import { openEmbedded } from '@breakwater/drizzle/embedded/open.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import { asc, eq, inArray } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { add } from '../../test/tasks.ts'

const KILLS = 12
const TASKS = 3
const PROGRAM = fileURLToPath(new URL('../../test/task-worker.ts', import.meta.url))

let opened: TestDatabase
/** After the last process has ended; the embedded database can be open in one at a time. */
let database: Database
/** Which process claimed, by task and attempt. */
const claims = new Map<string, number>()
const exits: (number | null)[] = []
const running = new Set<ChildProcess>()

beforeAll(async () => {
  opened = await testDatabase()
  for (let n = 0; n < TASKS; n++) await add(opened.database, { targetKey: `kill ${n}`, maxAttempts: 1_000 })
  const embedded = opened.url === undefined
  if (embedded) await opened.database.close()
  await killManyTimes(embedded ? 1 : 2)
  database = embedded ? await openEmbedded(opened.data) : opened.database
}, 240_000)
afterAll(async () => {
  for (const child of running) child.kill('SIGKILL')
  await database?.close()
  await opened.close()
})

/** Keeps `atOnce` processes at work, kills the oldest as soon as it has begun a few items, and lets the last ones finish. */
async function killManyTimes(atOnce: number): Promise<void> {
  let started = 0
  const workers: Worker[] = []
  const startMissing = () => {
    while (workers.length < atOnce) workers.push(startWorker(++started))
  }
  for (let kills = 0; kills < KILLS; kills++) {
    startMissing()
    const victim = workers.shift()
    if (!victim) break
    await victim.begun(1 + (kills % 5))
    victim.child.kill('SIGKILL')
    await victim.ended
  }
  startMissing()
  for (const worker of workers) exits.push(await worker.ended)
}

interface Worker {
  readonly child: ChildProcess
  readonly ended: Promise<number | null>
  /** Resolves when it has begun as many items, or has ended. */
  begun(items: number): Promise<void>
}

function startWorker(number: number): Worker {
  const child = spawn(process.execPath, [PROGRAM, String(number), opened.url ?? opened.data], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  running.add(child)
  let items = 0
  const listeners = new Set<() => void>()
  createInterface({ input: child.stdout }).on('line', (line) => {
    const [word, id, attempt] = line.split(' ')
    if (word === 'claimed') claims.set(`${id} ${attempt}`, number)
    if (word === 'begun') items++
    for (const listener of listeners) listener()
  })
  const ended = once(child, 'close').then(([code]) => {
    running.delete(child)
    return typeof code === 'number' ? code : null
  })
  return {
    child,
    ended,
    begun: (least) =>
      new Promise((resolve) => {
        const look = () => items >= least && resolve()
        listeners.add(look)
        void ended.then(() => resolve())
        look()
      }),
  }
}

const changesOf = (type: string) =>
  database.db.select().from(change).where(eq(change.type, type)).orderBy(asc(change.seq))

test('no task is lost, and none is left hanging', async () => {
  const tasks = await database.db.select().from(task)
  expect(tasks.map(({ state, itemsTotal, itemsSucceeded }) => [state, itemsTotal, itemsSucceeded])).toEqual(
    Array.from({ length: TASKS }, () => ['SUCCEEDED', 40, 40]),
  )
  const left = await database.db
    .select()
    .from(taskItem)
    .where(inArray(taskItem.state, ['QUEUED', 'RUNNING']))
  expect(left).toEqual([])
  expect(exits.every((code) => code === 0)).toBe(true)
})

test('tasks went from process to process', async () => {
  const tasks = await database.db.select().from(task)
  expect(Math.max(...tasks.map((row) => row.attempt))).toBeGreaterThan(3)
  expect(new Set(claims.values()).size).toBeGreaterThan(KILLS / 2)
})

test("no item's result is recorded twice", async () => {
  const results = (await changesOf('TaskItem')).filter((row) => row.new?.['state'] === 'SUCCEEDED')
  expect(results).toHaveLength(TASKS * 40)
  expect(new Set(results.map((row) => row.node)).size).toBe(TASKS * 40)
})

test('whatever is recorded of a task is by the process that has it', async () => {
  const taskOf = new Map((await database.db.select().from(taskItem)).map((item) => [item.id, item.task]))
  const rows = [...(await changesOf('Task')), ...(await changesOf('TaskItem'))].sort((a, b) => a.seq - b.seq)
  const attempts = new Map<string, number>()
  const wrong: string[] = []
  for (const row of rows) {
    if (row.type === 'Task') {
      const attempt = row.new?.['attempt']
      if (typeof attempt !== 'number') continue
      if (attempt < (attempts.get(row.node) ?? 0)) wrong.push(`attempt ${attempt} of ${row.node} came back`)
      attempts.set(row.node, attempt)
    } else if (row.new?.['state'] === 'SUCCEEDED') {
      const id = taskOf.get(row.node) ?? ''
      const owner = claims.get(`${id} ${attempts.get(id)}`)
      if (owner !== row.new['added']) wrong.push(`${row.new['added']} wrote ${row.node}, which ${owner} has`)
    }
  }
  expect(wrong).toEqual([])
})
