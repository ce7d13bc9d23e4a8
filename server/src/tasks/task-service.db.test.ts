import { audit } from '@breakwater/drizzle/tables/access.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { taskItem, task as taskTable } from '@breakwater/drizzle/tables/task.ts'
import { and, asc, eq } from 'drizzle-orm'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { add, administrator, definition, ended, FAST, NOTHING, readItems, silent } from '../../test/tasks.ts'
import { TaskError } from './definition.ts'
import { createTaskRunner } from './runner.ts'
import { createTaskService } from './task-service.ts'

let opened: TestDatabase
beforeAll(async () => {
  opened = await testDatabase()
})
afterAll(() => opened.close())

const service = () => createTaskService({ database: opened.database, kinds: ['CONFIG_CHECK'] })
const request = (targetKey: string) => ({
  kind: 'CONFIG_CHECK' as const,
  source: 'CONSOLE' as const,
  target: 'all',
  targetKey,
})
const cannot = new TaskError({ code: 'NO', message: 'It does not go.', advice: 'Leave it.' }, false)

async function runOnce(
  id: string,
  run: Parameters<typeof definition>[0]['run'],
  names: readonly string[] = ['a', 'b'],
) {
  const runner = createTaskRunner({
    database: opened.database,
    definitions: [definition({ names, ...(run ? { run } : {}) })],
    owner: 'test',
    log: silent,
    timing: FAST,
  })
  await runner.start()
  const task = await ended(opened.database, id)
  await runner.stop()
  return task
}

const audited = async (target: string) =>
  (await opened.database.db.select().from(audit).where(eq(audit.target, target)).orderBy(asc(audit.seq))).map(
    (row) => row.action,
  )

test('starting what already waits for the same target returns that one', async () => {
  const [first, second] = await Promise.all([
    service().start(request('same'), administrator),
    service().start(request('same'), administrator),
  ])
  expect(second.id).toBe(first.id)
  expect(await audited(first.id)).toEqual(['startTask', 'startTask'])
  await service().cancel(first.id, administrator)
})

test('a dedupe key is taken once, also after its task ended', async () => {
  const first = await add(opened.database, { targetKey: 'day', dedupeKey: 'CONFIG_CHECK:2026-01-01T00:00' })
  await service().cancel(first.id, administrator)
  const second = await add(opened.database, { targetKey: 'day', dedupeKey: 'CONFIG_CHECK:2026-01-01T00:00' })
  expect(second).toMatchObject({ id: first.id, state: 'CANCELLED' })
})

test('a kind that this server cannot run is refused', async () => {
  const refused = service().start({ ...request('*'), kind: 'IMAGE_SCAN' }, administrator)
  await expect(refused).rejects.toMatchObject({ code: 'KIND_NOT_AVAILABLE', field: ['kind'] })
})

test('a task that no worker has is cancelled at once', async () => {
  const task = await service().start(request('queued'), administrator)
  const cancelled = await service().cancel(task.id, administrator)
  expect(cancelled).toMatchObject({ state: 'CANCELLED', finishedAt: expect.any(Date) })
  expect(await audited(task.id)).toEqual(['startTask', 'cancelTask'])
})

test('cancelling an ended task is refused', async () => {
  const task = await service().start(request('over'), administrator)
  await service().cancel(task.id, administrator)
  await expect(service().cancel(task.id, administrator)).rejects.toMatchObject({ code: 'TASK_ENDED' })
})

test('a retry runs the failed items only, in the same task', async () => {
  const task = await service().start(request('retry'), administrator)
  const failed = await runOnce(task.id, async (item) => {
    if (item.targetName === 'b') throw cannot
    return { ...NOTHING, assetsFound: 5 }
  })
  expect(failed.state).toBe('PARTIAL')

  const retried = await service().retry(task.id, true, administrator)
  expect(retried).toMatchObject({ id: task.id, state: 'QUEUED', itemsQueued: 1, itemsSucceeded: 1, cause: null })
  const ran: string[] = []
  const done = await runOnce(task.id, async (item) => {
    ran.push(item.targetName)
    return { ...NOTHING, assetsFound: 7 }
  })
  expect(done).toMatchObject({ state: 'SUCCEEDED', itemsSucceeded: 2, assetsFound: 12 })
  expect(ran).toEqual(['b'])
  expect(await audited(task.id)).toEqual(['startTask', 'retryTask'])
})

test('a retry of all runs those that succeeded too', async () => {
  const task = await service().start(request('all'), administrator)
  await runOnce(task.id, undefined)
  const ran: string[] = []
  await service().retry(task.id, false, administrator)
  await runOnce(task.id, async (item) => {
    ran.push(item.targetName)
    return NOTHING
  })
  expect(ran.sort()).toEqual(['a', 'b'])
})

test('a retry without a failed item, or while another runs for the target, is refused', async () => {
  const task = await service().start(request('refused'), administrator)
  await runOnce(task.id, undefined)
  await expect(service().retry(task.id, true, administrator)).rejects.toMatchObject({ code: 'NOTHING_TO_RETRY' })
  const other = await service().start(request('refused'), administrator)
  await expect(service().retry(task.id, false, administrator)).rejects.toMatchObject({ code: 'ALREADY_RUNNING' })
  expect((await readItems(opened.database, task.id)).map((item) => item.state)).toEqual(['SUCCEEDED', 'SUCCEEDED'])
  await service().cancel(other.id, administrator)
})

test('every change of a task and of its items is in the outbox, with old and new values', async () => {
  const task = await service().start(request('outbox'), administrator)
  await runOnce(task.id, undefined, ['only'])
  const [item] = await readItems(opened.database, task.id)
  const rows = await opened.database.db
    .select()
    .from(change)
    .where(and(eq(change.type, 'TaskItem'), eq(change.node, item?.id ?? '')))
    .orderBy(asc(change.seq))
  expect(rows.map((row) => [row.operation, row.old?.['state'], row.new?.['state']])).toEqual([
    ['ADDED', undefined, 'QUEUED'],
    ['MODIFIED', 'QUEUED', 'RUNNING'],
    ['MODIFIED', 'RUNNING', 'SUCCEEDED'],
  ])
})

test('a retry of more items than a transaction takes leaves one row, and queues all of them', async () => {
  const task = await service().start(request('many'), administrator)
  const names = Array.from({ length: 401 }, (_, n) => String(n))
  const createdAt = new Date()
  await opened.database.transaction((tx) =>
    tx.insert(taskItem).values(
      names.map((name) => ({
        ...{ id: `${task.id}-${name}`, task: task.id, targetType: 'Cluster', targetId: name, targetName: name },
        state: 'FAILED' as const,
        createdAt,
      })),
    ),
  )
  const values = { state: 'FAILED', finishedAt: createdAt, itemsTotal: 401 } as const
  await opened.database.transaction((tx) => tx.update(taskTable).set(values).where(eq(taskTable.id, task.id)))
  expect(await service().retry(task.id, true, administrator)).toMatchObject({ state: 'QUEUED', itemsQueued: 401 })
  expect(await audited(task.id)).toEqual(['startTask', 'retryTask'])
})
