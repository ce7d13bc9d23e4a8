import { setTimeout as sleep } from 'node:timers/promises'
import { audit } from '@breakwater/drizzle/tables/access.ts'
import { change } from '@breakwater/drizzle/tables/change.ts'
import { schedule, task } from '@breakwater/drizzle/tables/task.ts'
import { eq } from 'drizzle-orm'
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest'
import { type TestDatabase, testDatabase } from '../../../drizzle/test/database.ts'
import { add, administrator, eventually, silent } from '../../test/tasks.ts'
import { createScheduler, type Scheduler, type SchedulerSettings } from './schedule.ts'

let opened: TestDatabase
const schedulers: Scheduler[] = []
beforeAll(async () => {
  opened = await testDatabase()
})
beforeEach(() =>
  opened.database.transaction(async (tx) => {
    await tx.delete(schedule)
    await tx.delete(task)
  }),
)
afterEach(async () => {
  await Promise.all(schedulers.splice(0).map((scheduler) => scheduler.stop()))
})
afterAll(() => opened.close())

const HOUR_MS = 3_600_000
let queued = 0

function make(given: Partial<SchedulerSettings> = {}): Scheduler {
  const scheduler = createScheduler({
    database: opened.database,
    log: silent,
    first: { timeZone: 'UTC', crons: { CONTAINER_ASSET_SYNC: '0 0 * * *' } },
    kinds: ['CONTAINER_ASSET_SYNC', 'RETENTION'],
    onQueued: () => queued++,
    everyMinute: async () => {},
    ...given,
  })
  schedulers.push(scheduler)
  return scheduler
}

async function started(given?: Partial<SchedulerSettings>): Promise<Scheduler> {
  const scheduler = make(given)
  await scheduler.start()
  return scheduler
}

/** As if the schedule had last been touched `hours` ago. */
const age = (hours: number) =>
  opened.database.transaction((tx) => tx.update(schedule).set({ updatedAt: new Date(Date.now() - hours * HOUR_MS) }))
const tasks = () => opened.database.db.select().from(task)
const midnight = () => `${new Date().toISOString().slice(0, 10)}T00:00`

test('the first start makes the rows of the configuration, and runs nothing', async () => {
  const scheduler = await started()
  expect(await scheduler.list()).toMatchObject([
    { kind: 'CONTAINER_ASSET_SYNC', cron: '0 0 * * *', timeZone: 'UTC', enabled: true, stored: false },
  ])
  expect(await tasks()).toEqual([])
})

test('the next run is told', async () => {
  const [info] = await (await started()).list()
  const tomorrow = new Date(Date.now() + 24 * HOUR_MS).toISOString().slice(0, 10)
  expect(info?.nextRun?.toISOString()).toBe(`${tomorrow}T00:00:00.000Z`)
})

test('a moment missed while down is caught up at start, for all clusters', async () => {
  await (await started()).stop()
  await age(25)
  queued = 0
  await started()
  expect(await tasks()).toMatchObject([
    {
      kind: 'CONTAINER_ASSET_SYNC',
      source: 'SCHEDULE',
      target: 'all clusters',
      targetKey: '*',
      startedBy: '',
      dedupeKey: `CONTAINER_ASSET_SYNC:${midnight()}`,
    },
  ])
  expect(queued).toBe(1)
})

test('what was caught up is not caught up again, also after its task ended', async () => {
  await (await started()).stop()
  await age(25)
  await (await started()).stop()
  await opened.database.transaction((tx) => tx.update(task).set({ state: 'SUCCEEDED', finishedAt: new Date() }))
  await started()
  expect(await tasks()).toHaveLength(1)
})

test('several that start at the same time add one task', async () => {
  await (await started()).stop()
  await age(25)
  await Promise.all([started(), started(), started()])
  expect(await tasks()).toHaveLength(1)
})

test('one that was started by hand and runs at that moment stands in for it', async () => {
  await (await started()).stop()
  await age(25)
  const byHand = await add(opened.database, { kind: 'CONTAINER_ASSET_SYNC', source: 'CONSOLE' })
  await started()
  expect(await tasks()).toMatchObject([{ id: byHand.id, dedupeKey: `CONTAINER_ASSET_SYNC:${midnight()}` }])
})

test('a schedule that is switched off adds nothing', async () => {
  const scheduler = await started()
  const info = await scheduler.update({ kind: 'CONTAINER_ASSET_SYNC', enabled: false }, administrator)
  expect(info.nextRun).toBeUndefined()
  await age(25)
  await started()
  expect(await tasks()).toEqual([])
})

test('a kind that this server has no definition for is not scheduled', async () => {
  const crons = { CONTAINER_ASSET_SYNC: '0 0 * * *', BACKUP: '0 3 * * *' }
  const scheduler = await started({ first: { timeZone: 'UTC', crons } })
  expect((await scheduler.list()).map((info) => info.kind)).toEqual(['CONTAINER_ASSET_SYNC'])
  const refused = scheduler.update({ kind: 'BACKUP', enabled: false }, administrator)
  await expect(refused).rejects.toMatchObject({ code: 'NOT_FOUND', field: ['kind'] })
})

test('what nobody changed follows the configuration; once changed, the stored values hold', async () => {
  await started()
  const other = { timeZone: 'Asia/Tokyo', crons: { CONTAINER_ASSET_SYNC: '30 1 * * *' } }
  const scheduler = await started({ first: other })
  expect(await scheduler.list()).toMatchObject([{ cron: '30 1 * * *', timeZone: 'Asia/Tokyo', stored: false }])
  await scheduler.update({ kind: 'CONTAINER_ASSET_SYNC', cron: ' 0 5 * * 1 ' }, administrator)
  const later = await started()
  expect(await later.list()).toMatchObject([{ cron: '0 5 * * 1', timeZone: 'Asia/Tokyo', stored: true }])
})

test('a change by hand is in the outbox and in the audit trail', async () => {
  const scheduler = await started()
  await scheduler.update({ kind: 'CONTAINER_ASSET_SYNC', timeZone: 'Europe/Berlin' }, administrator)
  const rows = await opened.database.db.select().from(change).where(eq(change.type, 'Schedule'))
  expect(rows.at(-1)).toMatchObject({
    node: 'CONTAINER_ASSET_SYNC',
    operation: 'MODIFIED',
    old: { timeZone: 'UTC', stored: false },
    new: { timeZone: 'Europe/Berlin', stored: true },
  })
  const audited = await opened.database.db.select().from(audit).where(eq(audit.action, 'updateSchedule'))
  expect(audited.at(-1)).toMatchObject({ target: 'CONTAINER_ASSET_SYNC', details: { timeZone: 'Europe/Berlin' } })
})

test.each([
  [{ cron: '0 0 0 * * *' }, 'INVALID_CRON', 'cron'],
  [{ cron: 'at night' }, 'INVALID_CRON', 'cron'],
  [{ cron: '0 0 31 2 *' }, 'INVALID_CRON', 'cron'],
  [{ cron: '0 0 29 2 1' }, 'INVALID_CRON', 'cron'],
  [{ timeZone: 'Mars/Base' }, 'INVALID_TIME_ZONE', 'timeZone'],
])('%j is refused', async (values, code, field) => {
  const scheduler = await started()
  const refused = scheduler.update({ kind: 'CONTAINER_ASSET_SYNC', ...values }, administrator)
  await expect(refused).rejects.toMatchObject({ code, field: [field] })
  expect(await scheduler.list()).toMatchObject([{ stored: false }])
})

test('what falls due while it runs is added by the next beat', async () => {
  await started({ beat: '* * * * * *' })
  await age(25)
  expect(await eventually(async () => (await tasks())[0])).toMatchObject({ source: 'SCHEDULE' })
})

test('what is done each minute is never done twice at the same time, and a failure of it does no harm', async () => {
  let running = 0
  let most = 0
  let calls = 0
  const everyMinute = async () => {
    most = Math.max(most, ++running)
    await sleep(1_500)
    running--
    calls++
    throw new Error('not now')
  }
  await started({ beat: '* * * * * *', everyMinute })
  await eventually(() => calls >= 2)
  expect(most).toBe(1)
})

test('a stop waits for what is being done', async () => {
  let state = 'idle'
  const everyMinute = async () => {
    state = 'begun'
    await sleep(300)
    state = 'done'
  }
  const scheduler = await started({ beat: '* * * * * *', everyMinute })
  await eventually(() => state === 'begun')
  await scheduler.stop()
  expect(state).toBe('done')
})

test('it is ready from its start to its stop', async () => {
  const scheduler = make()
  const before = scheduler.ready()
  await scheduler.start()
  const between = scheduler.ready()
  await scheduler.stop()
  expect([before, between, scheduler.ready()]).toEqual([false, true, false])
})
