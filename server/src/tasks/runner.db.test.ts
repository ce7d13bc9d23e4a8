import { setTimeout as sleep } from 'node:timers/promises'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { and, asc, eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import {
  add,
  administrator,
  definition,
  ended,
  eventually,
  FAST,
  NOTHING,
  readItems,
  readTask,
  silent,
} from '../../test/tasks.ts'
import { assertAttempt } from './attempt.ts'
import { type TaskDefinition, TaskError, type TaskRow } from './definition.ts'
import { claimTask } from './queue.ts'
import { createTaskRunner, type TaskRunner } from './runner.ts'
import { createTaskService } from './task-service.ts'

let opened: TestDatabase
const runners: TaskRunner[] = []
beforeAll(async () => {
  opened = await testDatabase()
})
afterEach(async () => {
  await Promise.all(runners.splice(0).map((runner) => runner.stop()))
})
afterAll(() => opened.close())

let targets = 0
const service = () =>
  createTaskService({ database: opened.database, kinds: ['CONFIG_CHECK'], onQueued: () => runners[0]?.wake() })

async function runner(...definitions: readonly TaskDefinition[]): Promise<TaskRunner> {
  const made = createTaskRunner({ database: opened.database, definitions, owner: 'test', log: silent, timing: FAST })
  runners.push(made)
  await made.start()
  return made
}

async function run(...definitions: readonly TaskDefinition[]): Promise<TaskRow> {
  await runner(...definitions)
  const { id } = await add(opened.database, { targetKey: `t${++targets}` })
  return ended(opened.database, id)
}

const states = async (id: string) => (await readItems(opened.database, id)).map((item) => item.state)
const cannot = new TaskError({ code: 'NO', message: 'It does not go.', advice: 'Leave it.' }, false)
const forever = (signal: AbortSignal) => sleep(60_000, NOTHING, { signal })

test('a task whose items all succeed succeeds, with their sums and full progress', async () => {
  const task = await run(
    definition({ names: ['a', 'b', 'c'], run: async () => ({ added: 1, modified: 2, removed: 3, assetsFound: 4 }) }),
  )
  expect(task).toMatchObject({ state: 'SUCCEEDED', progress: 100, itemsTotal: 3, itemsSucceeded: 3, assetsFound: 12 })
  expect(await readItems(opened.database, task.id)).toMatchObject(
    ['a', 'b', 'c'].map((targetName) => ({ targetName, state: 'SUCCEEDED', added: 1, modified: 2, removed: 3 })),
  )
})

test('a task without items succeeds', async () => {
  expect(await run(definition({ names: [] }))).toMatchObject({ state: 'SUCCEEDED', itemsTotal: 0, progress: 100 })
})

test('a poison item fails alone, with its cause and advice, and the task is PARTIAL', async () => {
  const task = await run(
    definition({
      names: ['good', 'bad', 'fine'],
      run: async (item) => {
        if (item.targetName === 'bad') throw cannot
        return NOTHING
      },
    }),
  )
  expect(task).toMatchObject({
    state: 'PARTIAL',
    causeCode: 'NO',
    advice: 'Leave it.',
    itemsFailed: 1,
    itemsSucceeded: 2,
  })
  expect(task.cause).toBe('1 of 3 not done in full. bad: It does not go.')
  expect(await states(task.id)).toEqual(['SUCCEEDED', 'FAILED', 'SUCCEEDED'])
})

test('a task whose items all fail has failed', async () => {
  const task = await run(definition({ run: () => Promise.reject(cannot) }))
  expect(task).toMatchObject({ state: 'FAILED', cause: 'It does not go.' })
})

test('an item that was done in part makes the task PARTIAL', async () => {
  const partial = { code: 'SOME', message: 'Services could not be read.', advice: 'Wait.' }
  const task = await run(definition({ run: async () => ({ ...NOTHING, partial }) }))
  expect(task).toMatchObject({ state: 'PARTIAL', causeCode: 'SOME', cause: 'Services could not be read.' })
})

test('an item that takes too long is TIMED_OUT, and so is a task of nothing else', async () => {
  const task = await run(definition({ itemTimeoutMs: 50, run: (_item, _progress, signal) => forever(signal) }))
  expect(task).toMatchObject({ state: 'TIMED_OUT', causeCode: 'TIMED_OUT' })
})

test('an item that does not listen to its signal is left behind', async () => {
  const task = await run(definition({ itemTimeoutMs: 50, run: () => new Promise(() => {}) }))
  expect(task.state).toBe('TIMED_OUT')
})

test('what fails for a reason that may pass is tried again, with a pause, and counted', async () => {
  let tries = 0
  const task = await run(
    definition({
      run: async () => {
        if (++tries < 3) throw new Error('not now')
        return NOTHING
      },
    }),
  )
  expect(task.state).toBe('SUCCEEDED')
  expect(await readItems(opened.database, task.id)).toMatchObject([{ attempt: 3, cause: null }])
})

test('after the last try an unexpected failure is the cause', async () => {
  const task = await run(definition({ run: () => Promise.reject(new Error('disk full\nmore')) }))
  expect(task).toMatchObject({ state: 'FAILED', causeCode: 'UNEXPECTED' })
  expect(task.cause).toBe('Something unexpected went wrong: disk full')
})

test('a task that cannot tell its items is tried again, then fails with the cause', async () => {
  let tries = 0
  const task = await run(
    definition({
      items: () => {
        tries++
        return Promise.reject(new Error('no list'))
      },
    }),
  )
  expect([task.state, task.causeCode, tries]).toEqual(['FAILED', 'UNEXPECTED', 3])
})

test('cancel is seen inside an item within a second, and what was not begun is not begun', async () => {
  let seenAtMs = 0
  await runner(
    definition({
      names: ['a', 'b', 'c', 'd'],
      run: async (_item, _progress, signal) => {
        signal.addEventListener('abort', () => (seenAtMs = Date.now()))
        return forever(signal)
      },
    }),
  )
  const { id } = await add(opened.database, { targetKey: 'cancel' })
  await eventually(async () => (await readTask(opened.database, id)).itemsRunning === 2)
  const askedAtMs = Date.now()
  expect(await service().cancel(id, administrator)).toMatchObject({ state: 'RUNNING', cancelRequested: true })
  const task = await ended(opened.database, id)
  expect(seenAtMs - askedAtMs).toBeLessThan(1_000)
  expect(task).toMatchObject({ state: 'CANCELLED', itemsCancelled: 4, itemsRunning: 0, itemsQueued: 0 })
})

test('progress is written at most four times a second, and the last value arrives', async () => {
  const task = await run(
    definition({
      run: async (_item, progress) => {
        await progress.stage('READING', async () => {
          for (let n = 1; n <= 100; n++) {
            progress.report(n / 200)
            progress.found(n)
            await sleep(10)
          }
        })
        await sleep(300)
        return { ...NOTHING, assetsFound: 100 }
      },
    }),
  )
  const written = await opened.database.db
    .select()
    .from(change)
    .where(and(eq(change.type, 'Task'), eq(change.node, task.id)))
    .orderBy(asc(change.seq))
  const progress = written.map((row) => row.new?.['progress']).filter((value) => value !== undefined)
  expect(progress.length).toBeLessThanOrEqual(8)
  expect(progress.slice(-2)).toEqual([50, 100])
  expect(written.some((row) => row.new?.['stage'] === 'READING')).toBe(true)
})

test('a runner that stops gives its task back at once, and another goes on with what is left', async () => {
  const ran: string[] = []
  const slow = definition({
    names: ['a', 'b', 'c'],
    concurrency: 1,
    run: async (item, _progress, signal) => {
      if (item.targetName !== 'a' && runners[0] === first) await forever(signal)
      ran.push(item.targetName)
      return NOTHING
    },
  })
  const first = await runner(slow)
  const { id } = await add(opened.database, { targetKey: 'stop' })
  await eventually(() => ran.length === 1)
  await eventually(async () => (await readTask(opened.database, id)).itemsRunning === 1)
  await first.stop()
  expect(await readTask(opened.database, id)).toMatchObject({ state: 'QUEUED', itemsSucceeded: 1, itemsQueued: 2 })
  runners.length = 0
  await runner(slow)
  expect(await ended(opened.database, id)).toMatchObject({ state: 'SUCCEEDED', attempt: 2 })
  expect(ran).toEqual(['a', 'b', 'c'])
  expect((await readItems(opened.database, id)).map((item) => item.attempt)).toEqual([1, 1, 1])
})

test('a worker that lost its lease writes nothing more', async () => {
  const { id } = await add(opened.database, { targetKey: 'lease' })
  const claimant = { kinds: ['CONFIG_CHECK'] as const, owner: 'dead', leaseMs: 1 }
  const lost = await eventually(() => claimTask(opened.database, claimant))
  await sleep(20)
  const taken = await eventually(() => claimTask(opened.database, { ...claimant, leaseMs: 60_000 }))
  expect([lost.id, taken.id, taken.attempt]).toEqual([id, id, lost.attempt + 1])
  await expect(opened.database.transaction((tx) => assertAttempt(tx, lost))).rejects.toThrow('is over')
  await expect(opened.database.transaction((tx) => assertAttempt(tx, taken))).resolves.toBeUndefined()
  await service().cancel(id, administrator)
})

test('two items with the same target never run at the same time, whatever their tasks', async () => {
  let running = 0
  let most = 0
  await runner(
    definition({
      names: ['same'],
      run: async () => {
        most = Math.max(most, ++running)
        await sleep(30)
        running--
        return NOTHING
      },
    }),
  )
  const tasks = [await add(opened.database, { targetKey: 'x' }), await add(opened.database, { targetKey: 'y' })]
  const ends = await Promise.all(tasks.map((task) => ended(opened.database, task.id)))
  expect([most, ...ends.map((task) => task.state)]).toEqual([1, 'SUCCEEDED', 'SUCCEEDED'])
})
