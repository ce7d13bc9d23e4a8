import { recordAudit } from '@breakwater/drizzle/audit.ts'
import { recordChanges } from '@breakwater/drizzle/changes.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { schedule } from '@breakwater/drizzle/tables/task.ts'
import { RequestError } from '@breakwater/schema/services.ts'
import type { Viewer } from '@breakwater/schema/viewer.ts'
import { asc, eq, inArray } from 'drizzle-orm'
import type { TaskKind } from './definition.ts'
import { isCron, isTimeZone, nextMoment } from './schedule-time.ts'

export type ScheduleRow = typeof schedule.$inferSelect

/** What the configuration says, until it is changed by hand. */
export interface FirstSchedule {
  readonly timeZone: string
  readonly crons: Partial<Readonly<Record<TaskKind, string>>>
}

export interface ScheduleUpdate {
  readonly kind: TaskKind
  readonly cron?: string
  readonly timeZone?: string
  readonly enabled?: boolean
}

/** Schedules of `kinds`, in the order of their names. */
export function readSchedules(database: Database, kinds: readonly TaskKind[]): Promise<ScheduleRow[]> {
  return Promise.resolve(
    database.db
      .select()
      .from(schedule)
      .where(inArray(schedule.kind, [...kinds]))
      .orderBy(asc(schedule.kind)),
  )
}

/** Makes the rows that are missing, and has those that nobody changed by hand follow the configuration. */
export async function applyFirst(database: Database, first: FirstSchedule, kinds: readonly TaskKind[]): Promise<void> {
  for (const kind of kinds) {
    const cron = first.crons[kind]
    if (cron === undefined) continue
    await database.transaction(async (tx) => {
      const values = { kind, cron, timeZone: first.timeZone, updatedAt: new Date() }
      const [made] = await tx.insert(schedule).values(values).onConflictDoNothing().returning()
      if (made) return
      const [before] = await tx.select().from(schedule).where(eq(schedule.kind, kind)).for('update')
      if (!before || before.stored || (before.cron === cron && before.timeZone === first.timeZone)) return
      await tx.update(schedule).set(values).where(eq(schedule.kind, kind))
    })
  }
}

/** Changes a schedule by hand, with its row in the outbox and in the audit trail. Throws `RequestError`. */
export async function changeSchedule(database: Database, update: ScheduleUpdate, viewer: Viewer): Promise<ScheduleRow> {
  const { kind, ...values } = update
  assertUnderstood(update)
  return database.transaction(async (tx) => {
    const [before] = await tx.select().from(schedule).where(eq(schedule.kind, kind)).for('update')
    if (!before) throw noSchedule(kind)
    if (!nextMoment({ ...before, ...values }, new Date())) {
      throw new RequestError('INVALID_CRON', 'This would not run within the next eight years.', ['cron'])
    }
    const set = { ...values, ...(values.cron && { cron: values.cron.trim() }), stored: true, updatedAt: new Date() }
    const [after] = await tx.update(schedule).set(set).where(eq(schedule.kind, kind)).returning()
    if (!after) throw noSchedule(kind)
    await recordChanges(tx, [
      { type: 'Schedule', node: kind, operation: 'MODIFIED', old: changed(before, after), new: changed(after, before) },
    ])
    const { cron, timeZone, enabled } = after
    await recordAudit(tx, viewer, {
      action: 'updateSchedule',
      target: kind,
      details: { cron, timeZone, enabled },
    })
    return after
  })
}

/** The kind has no schedule, or none that this server could run. */
export function noSchedule(kind: TaskKind): RequestError {
  return new RequestError('NOT_FOUND', `Tasks of kind ${kind} do not run by a schedule.`, ['kind'])
}

function assertUnderstood({ cron, timeZone }: ScheduleUpdate): void {
  if (cron !== undefined && !isCron(cron)) {
    throw new RequestError('INVALID_CRON', 'Give five cron fields, such as 0 0 * * * for midnight.', ['cron'])
  }
  if (timeZone !== undefined && !isTimeZone(timeZone)) {
    throw new RequestError('INVALID_TIME_ZONE', 'Give the IANA name of a time zone, such as Europe/Berlin.', [
      'timeZone',
    ])
  }
}

/** The columns of `row` that differ from those of `other`. */
function changed(row: ScheduleRow, other: ScheduleRow): Record<string, unknown> {
  const columns = ['cron', 'timeZone', 'enabled', 'stored'] as const
  return Object.fromEntries(
    columns.filter((column) => row[column] !== other[column]).map((column) => [column, row[column]]),
  )
}
