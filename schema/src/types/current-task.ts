import { task, taskItem } from '@breakwater/drizzle/tables/task.ts'
import DataLoader from 'dataloader'
import { and, desc, eq, inArray, or, type SQL, sql } from 'drizzle-orm'
import type { Context } from '../context.ts'
import { loadersOf } from '../loaders.ts'
import type { TaskRow } from '../refs.ts'
import { visibleTo } from '../visible.ts'

/** The task that synchronizes or removes a cluster now; the clusters of a page are asked for at once. */
export function currentTask(context: Context, uid: string): Promise<TaskRow | undefined> {
  return loadersOf(context)
    .keyed('current tasks', true, () => activeTasks(context, ['CONTAINER_ASSET_SYNC', 'CLUSTER_REMOVAL']))
    .load(uid)
}

/** The task that finds out now what of a cluster is reached from outside. Apart from the other: it waits while that one runs. */
export function exposureTask(context: Context, uid: string): Promise<TaskRow | undefined> {
  return loadersOf(context)
    .keyed('current exposure tasks', true, () => activeTasks(context, ['CONTAINER_EXPOSURE']))
    .load(uid)
}

/** The task that judges now how a cluster is set up. */
export function checkTask(context: Context, uid: string): Promise<TaskRow | undefined> {
  return loadersOf(context)
    .keyed('current check tasks', true, () => activeTasks(context, ['CONFIG_CHECK']))
    .load(uid)
}

const ACTIVE = ['QUEUED', 'RUNNING'] as const

/** Few tasks are active at a time: each is read with the clusters that its items still have to do. */
function activeTasks(context: Context, kinds: readonly TaskRow['kind'][]) {
  return new DataLoader<string, TaskRow | undefined>(async (uids) => {
    const active = and(inArray(task.state, [...ACTIVE]), inArray(task.kind, [...kinds]))
    const rows = await context.database.db
      .select({ task, item: taskItem.cluster })
      .from(task)
      .leftJoin(taskItem, and(eq(taskItem.task, task.id), inArray(taskItem.state, [...ACTIVE]), isOne(uids)))
      .where(and(visibleTo(context.viewer, task), active, or(anyCluster(uids), sql`${taskItem.cluster} is not null`)))
      .orderBy(desc(task.createdAt), desc(task.id))
      .limit(uids.length * 4 + 100)
    return uids.map((uid) => rows.find((row) => row.task.cluster === uid || row.item === uid)?.task)
  })
}

function isOne(uids: readonly string[]): SQL {
  return inArray(taskItem.cluster, [...uids])
}

function anyCluster(uids: readonly string[]): SQL {
  return inArray(task.cluster, [...uids])
}
