import type { Database } from '@breakwater/drizzle/database.ts'
import { task } from '@breakwater/drizzle/tables/task.ts'
import type { ScheduleInfo, ScheduleService } from '@breakwater/schema/services.ts'
import { and, eq, isNull, sql } from 'drizzle-orm'
import cron, { type ScheduledTask } from 'node-cron'
import type { TaskKind } from './definition.ts'
import type { TaskLog } from './log.ts'
import { addTask } from './queue.ts'
import {
  applyFirst,
  changeSchedule,
  type FirstSchedule,
  noSchedule,
  readSchedules,
  type ScheduleRow,
} from './schedule-rows.ts'
import { latestMoment, nextMoment } from './schedule-time.ts'

export interface Scheduler extends ScheduleService {
  /** Makes the rows of the configuration, adds what was missed while no process ran, and goes on from there. */
  start(): Promise<void>
  /** Adds no more, and waits for what is being added. */
  stop(): Promise<void>
  /** Whether it has started and will add what falls due. */
  ready(): boolean
}

export interface SchedulerSettings {
  readonly database: Database
  readonly log: TaskLog
  /** What holds until it is changed by hand. */
  readonly first: FirstSchedule
  /** Kinds for which some process has a definition; others are not scheduled. */
  readonly kinds: readonly TaskKind[]
  /** Called after a task was added: the runner of this process, if it has one, looks at once. */
  readonly onQueued: () => void
  /** What else is to be done each minute; never twice at the same time. */
  readonly everyMinute: () => Promise<void>
  /** When to look, in node-cron's format; a test looks more often than once a minute. */
  readonly beat?: string
}

/**
 * Adds tasks when they fall due; it runs none. node-cron gives the beat, one a minute, and on each the rows are read anew:
 * a change made in another process holds from the next minute on, and a beat that came late (a busy process, a laptop's
 * sleep) or not at all (a process that was down) is made up for by the next one.
 *
 * main.ts makes one in every process, calls `start()` after `ensureStream` and `stop()` before the database is closed.
 */
export function createScheduler(settings: SchedulerSettings): Scheduler {
  const { database, log, first, kinds, onQueued, everyMinute, beat: rhythm = '* * * * *' } = settings
  /** Local time for which this process has seen a task, by kind; only saves questions. */
  const seen = new Map<TaskKind, string>()
  let beat: ScheduledTask | undefined
  let last: Promise<void> = Promise.resolve()

  async function look(): Promise<void> {
    for (const row of await readSchedules(database, kinds)) await addDue(row)
  }

  async function addDue(row: ScheduleRow): Promise<void> {
    if (!row.enabled) return
    const moment = latestMoment(row, new Date())
    if (!moment || moment.at <= row.updatedAt || seen.get(row.kind) === moment.local) return
    const added = await addScheduled(database, row.kind, `${row.kind}:${moment.local}`)
    seen.set(row.kind, moment.local)
    if (!added) return
    log.info({ kind: row.kind, due: moment.at.toISOString() }, 'task added by the schedule')
    onQueued()
  }

  async function onBeat(): Promise<void> {
    await look().catch((error: unknown) =>
      log.warn({ err: error }, 'the schedule could not be followed; tried again in a minute'),
    )
    await everyMinute().catch((error: unknown) => log.warn({ err: error }, 'what is done each minute failed'))
  }

  return {
    async start() {
      await applyFirst(database, first, kinds)
      await look()
      beat = cron.schedule(rhythm, () => (last = onBeat()), {
        noOverlap: true,
        unref: true,
        // A beat that comes late is as good as one in time.
        missedExecutionTolerance: 59_000,
        suppressMissedWarning: true,
        logger: nodeCronLog(log),
      })
    },
    async stop() {
      await beat?.destroy()
      beat = undefined
      await last
    },
    ready: () => beat !== undefined,
    list: async () => (await readSchedules(database, kinds)).map(toInfo),
    async update(update, viewer) {
      if (!kinds.includes(update.kind)) throw noSchedule(update.kind)
      return toInfo(await changeSchedule(database, update, viewer))
    },
  }
}

const TARGETS: Partial<Readonly<Record<TaskKind, string>>> = {
  CONTAINER_ASSET_SYNC: 'all clusters',
  CONFIG_CHECK: 'all clusters',
  RETENTION: 'what is older than the retention',
  BACKUP: 'database',
}

/**
 * Adds the task of one moment, once, however many processes do. One that waits or runs for the same target at that moment
 * stands in for it. Resolves to whether a task was added.
 */
function addScheduled(database: Database, kind: TaskKind, dedupeKey: string): Promise<boolean> {
  return database.transaction(async (tx) => {
    const target = TARGETS[kind] ?? 'all'
    const { task: found, added } = await addTask(tx, {
      kind,
      source: 'SCHEDULE',
      target,
      targetKey: '*',
      dedupeKey,
      startedBy: '',
    })
    if (!added && found.dedupeKey === null) {
      await tx
        .update(task)
        .set({ dedupeKey })
        .where(
          and(
            eq(task.id, found.id),
            isNull(task.dedupeKey),
            sql`not exists (select 1 from task other where other.dedupe_key = ${dedupeKey})`,
          ),
        )
    }
    return added
  })
}

function toInfo(row: ScheduleRow): ScheduleInfo {
  const { kind, cron: fields, timeZone, enabled, stored, updatedAt } = row
  const nextRun = enabled ? nextMoment(row, new Date())?.at : undefined
  return { kind, cron: fields, timeZone, enabled, stored, nextRun, updatedAt }
}

/** node-cron writes to the console by itself. */
function nodeCronLog(log: TaskLog) {
  const say = (message: string | Error) => (message instanceof Error ? message.message : message)
  return {
    info: (message: string) => log.info({}, message),
    warn: (message: string) => log.warn({}, message),
    error: (message: string | Error, error?: Error) => log.error({ err: error ?? message }, say(message)),
    debug: () => {},
  }
}
