import { type SQL, sql } from 'drizzle-orm'
import { type AnyPgColumn, boolean, index, integer, jsonb, snakeCase, text, uniqueIndex } from 'drizzle-orm/pg-core'
import { bytewise, moment, scope, sortedText } from './columns.ts'

/** The tabs of the Task Management panel; from CONFIG_CHECK on under *Other*. */
export const TASK_KINDS = [
  'CONTAINER_ASSET_SYNC',
  'IMAGE_ASSET_SYNC',
  'CONTAINER_EXPOSURE',
  'IMAGE_SCAN',
  'IMAGE_FIX',
  'CONTAINER_RUNTIME_IMAGE_SCAN',
  'CONFIG_CHECK',
  'ADVISORY_UPDATE',
  'CLUSTER_REMOVAL',
  'RETENTION',
  'BACKUP',
] as const
export const TASK_STATES = ['QUEUED', 'RUNNING', 'SUCCEEDED', 'PARTIAL', 'FAILED', 'TIMED_OUT', 'CANCELLED'] as const
/** WATCH: something was heard of that it depends on. */
export const TASK_SOURCES = ['SCHEDULE', 'CONSOLE', 'API', 'WATCH'] as const

/** A run of something slow. Every write names the attempt it belongs to; a stale attempt writes nothing. */
export const task = snakeCase.table(
  'task',
  {
    id: sortedText().primaryKey(),
    ...scope(),
    kind: text({ enum: TASK_KINDS }).notNull(),
    state: text({ enum: TASK_STATES }).notNull().default('QUEUED'),
    source: text({ enum: TASK_SOURCES }).notNull(),
    /** What it runs over, in words; such as the cluster's name or `all clusters`. */
    target: sortedText().notNull().default(sql`''`),
    /** Unique among tasks of its kind that are queued or running: starting it again returns the running one. */
    targetKey: sortedText().notNull(),
    /** Unique for ever; the schedule puts the local date in it: many replicas, one run. */
    dedupeKey: text(),
    input: jsonb().$type<Record<string, unknown>>().notNull().default({}),
    stage: text().notNull().default(''),
    progress: integer().notNull().default(0),
    itemsTotal: integer().notNull().default(0),
    itemsQueued: integer().notNull().default(0),
    itemsRunning: integer().notNull().default(0),
    itemsSucceeded: integer().notNull().default(0),
    itemsFailed: integer().notNull().default(0),
    itemsCancelled: integer().notNull().default(0),
    /** Assets that a sync found; 0 for kinds that find none. */
    assetsFound: integer().notNull().default(0),
    attempt: integer().notNull().default(0),
    maxAttempts: integer().notNull().default(3),
    runAt: moment().notNull(),
    leaseUntil: moment(),
    leaseOwner: text(),
    cancelRequested: boolean().notNull().default(false),
    /** Code, sentence and advice when it did not succeed. */
    causeCode: text(),
    cause: text(),
    advice: text(),
    startedBy: text().notNull().default(''),
    createdAt: moment().notNull(),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (t) => [
    uniqueIndex('task_dedupe').on(t.dedupeKey),
    uniqueIndex('task_active_target').on(t.kind, t.targetKey).where(sql`state in ('QUEUED', 'RUNNING')`),
    index('task_claim').on(t.runAt, t.id).where(sql`state in ('QUEUED', 'RUNNING')`),
    index('task_by_created').on(t.createdAt, t.id),
    index('task_by_kind').on(t.kind, t.createdAt, t.id),
  ],
)

/** One target of a task. */
export const taskItem = snakeCase.table(
  'task_item',
  {
    id: sortedText().primaryKey(),
    ...scope(),
    task: sortedText().notNull(),
    /** The target's node id type and key, such as `Cluster` and its uid. */
    targetType: text().notNull(),
    targetId: sortedText().notNull(),
    targetName: sortedText().notNull(),
    state: text({ enum: TASK_STATES }).notNull().default('QUEUED'),
    stage: text().notNull().default(''),
    progress: integer().notNull().default(0),
    attempt: integer().notNull().default(0),
    added: integer().notNull().default(0),
    modified: integer().notNull().default(0),
    removed: integer().notNull().default(0),
    assetsFound: integer().notNull().default(0),
    /** What it came to, counted by names that its kind gives, such as verdicts. */
    results: jsonb().$type<Record<string, number>>().notNull().default({}),
    /** Its target and exclusion group while it runs: two items with the same never run at the same time. */
    runningKey: text().unique(),
    causeCode: text(),
    cause: text(),
    advice: text(),
    createdAt: moment().notNull(),
    startedAt: moment(),
    finishedAt: moment(),
  },
  (t) => [
    uniqueIndex('task_item_target').on(t.task, t.targetType, t.targetId),
    index('task_item_task').on(t.task, t.id),
    // A task may have an item an image: an order that its list has is an index each.
    index('task_item_by_target').on(t.task, t.targetName, t.id),
    index('task_item_by_state').on(t.task, bytewise(t.state), t.id),
    index('task_item_by_changes').on(t.task, changesOf(t), t.id),
    index('task_item_by_duration').on(t.task, ...durationsOf(t), t.id),
    index('task_item_by_cause').on(t.task, causeOf(t), t.id),
    index('task_item_by_cause_code').on(t.task, t.causeCode, t.id).where(sql`cause_code is not null`),
  ],
)

/** How many rows an item changed, as a list sorts and an index holds it. */
export function changesOf(item: { added: AnyPgColumn; modified: AnyPgColumn; removed: AnyPgColumn }): SQL {
  return sql`(${item.added} + ${item.modified} + ${item.removed})`
}

/** Why an item was not done, as a list sorts and an index holds it; without any first. */
export function causeOf({ cause }: { cause: AnyPgColumn }): SQL {
  return sql`(coalesce(${cause}, '')) collate "C"`
}

/**
 * How long a run took, in seconds, as a list sorts and an index holds it. What still runs grows while somebody pages through, so it has
 * no number: it stands above all that has ended, the one that began first on top. What was never begun stands below.
 */
export function durationsOf({
  startedAt,
  finishedAt,
}: {
  startedAt: AnyPgColumn
  finishedAt: AnyPgColumn
}): [SQL, SQL] {
  return [
    sql`((case when ${startedAt} is null then -1 when ${finishedAt} is null then 1e15
      else extract(epoch from ${finishedAt} - ${startedAt}) end)::float8)`,
    // An index takes no epoch of a moment with a time zone, but one of an interval.
    sql`((case when ${startedAt} is null or ${finishedAt} is not null then 0
      else extract(epoch from timestamptz '2000-01-01 00:00:00+00' - ${startedAt}) end)::float8)`,
  ]
}

/** What runs by itself, and when. The first values come from the configuration; once changed, the stored ones hold. */
export const schedule = snakeCase.table('schedule', {
  kind: text({ enum: TASK_KINDS }).primaryKey(),
  /** Five fields, as in cron. */
  cron: text().notNull(),
  timeZone: text().notNull(),
  enabled: boolean().notNull().default(true),
  /** Changed by hand: the configuration no longer decides. */
  stored: boolean().notNull().default(false),
  updatedAt: moment().notNull(),
})
