import type { Context } from '../context.ts'
import { TaskKind } from '../enums/task.ts'
import { Schedule, Task, type TaskRow } from '../refs.ts'
import { RequestError, type StartTask } from '../services.ts'
import { mutation } from './mutation.ts'
import { visibleCluster, visibleTask } from './named-rows.ts'

/** Clusters that one request names at most. */
const MAX_CLUSTERS = 100

mutation({
  name: 'synchronizeAssets',
  description: 'Reads the assets of clusters now. When that already runs, the task that runs is returned.',
  role: 'OPERATOR',
  what: 'run tasks',
  input: (t) => ({ clusters: t.idList({ description: 'Ids of clusters; all of them when not given or empty.' }) }),
  payload: { task: { type: Task, description: 'The task that reads them.' } },
  run: async ({ clusters }, context) => ({
    task: await startOver(context, 'CONTAINER_ASSET_SYNC', clusters ?? [], 'clusters'),
  }),
})

mutation({
  name: 'analyzeExposure',
  description:
    'Finds out now which container ports of clusters are reached from outside. When that already runs, the task that runs is returned.',
  role: 'OPERATOR',
  what: 'run tasks',
  input: (t) => ({ clusterIds: t.idList({ description: 'Ids of clusters; all of them when not given or empty.' }) }),
  payload: { task: { type: Task, description: 'The task that analyzes them.' } },
  run: async ({ clusterIds }, context) => ({
    task: await startOver(context, 'CONTAINER_EXPOSURE', clusterIds ?? [], 'clusterIds'),
  }),
})

mutation({
  name: 'checkConfiguration',
  description:
    'Judges now how clusters and what is in them are set up. When that already runs, the task that runs is returned.',
  role: 'OPERATOR',
  what: 'run tasks',
  input: (t) => ({ clusterIds: t.idList({ description: 'Ids of clusters; all of them when not given or empty.' }) }),
  payload: { task: { type: Task, description: 'The task that judges them.' } },
  run: async ({ clusterIds }, context) => ({
    task: await startOver(context, 'CONFIG_CHECK', clusterIds ?? [], 'clusterIds'),
  }),
})

mutation({
  name: 'cancelTask',
  description: 'Asks a task to stop. What is being done is given up within a second; what was done stays.',
  role: 'OPERATOR',
  what: 'cancel tasks',
  input: (t) => ({ task: t.id({ required: true, description: 'Id of the task.' }) }),
  payload: { task: { type: Task, description: 'The task.' } },
  run: async ({ task }, context) => {
    const { id } = await visibleTask(context, task, 'task')
    return { task: await context.services.tasks.cancel(id, context.viewer) }
  },
})

mutation({
  name: 'retryTask',
  description: 'Queues an ended task again, or only the items of it that were not done.',
  role: 'OPERATOR',
  what: 'retry tasks',
  input: (t) => ({
    task: t.id({ required: true, description: 'Id of the task.' }),
    failedItemsOnly: t.boolean({ defaultValue: true, description: 'Leave alone what was done.' }),
  }),
  payload: { task: { type: Task, description: 'The task.' } },
  run: async ({ task, failedItemsOnly }, context) => {
    const { id } = await visibleTask(context, task, 'task')
    return { task: await context.services.tasks.retry(id, failedItemsOnly ?? true, context.viewer) }
  },
})

mutation({
  name: 'updateSchedule',
  description: 'Changes when a kind of task runs by itself. From then on the environment no longer decides.',
  role: 'ADMINISTRATOR',
  what: 'change the schedule',
  input: (t) => ({
    kind: t.field({ type: TaskKind, required: true, description: 'What runs.' }),
    cron: t.string({ description: 'When: five fields, as in cron. Left as it is when not given.' }),
    timeZone: t.string({ description: 'Time zone of these fields. Left as it is when not given.' }),
    enabled: t.boolean({ description: 'Whether it runs by itself at all. Left as it is when not given.' }),
  }),
  payload: { schedule: { type: Schedule, description: 'The schedule of this kind.' } },
  run: async ({ kind, cron, timeZone, enabled }, context) => ({
    schedule: await context.services.schedules.update(
      {
        kind,
        ...(typeof cron === 'string' && { cron }),
        ...(typeof timeZone === 'string' && { timeZone }),
        ...(typeof enabled === 'boolean' && { enabled }),
      },
      context.viewer,
    ),
  }),
})

/** Starts a task over the clusters that `field` of the input names, or all. */
async function startOver(
  context: Context,
  kind: StartTask['kind'],
  ids: readonly string[],
  field: string,
): Promise<TaskRow> {
  if (ids.length > MAX_CLUSTERS) {
    throw new RequestError('TOO_MANY', `Name at most ${MAX_CLUSTERS} clusters, or none for all.`, [field])
  }
  const clusters = await Promise.all(ids.map((id) => visibleCluster(context, id, field)))
  const uids = [...new Set(clusters.map((cluster) => cluster.uid))].toSorted()
  const [only, ...others] = uids
  const common = { kind, source: context.source }
  let request: StartTask
  if (!only) request = { ...common, target: 'all clusters', targetKey: '*' }
  else if (others.length === 0) {
    request = {
      ...common,
      target: clusters[0]?.name ?? only,
      targetKey: only,
      cluster: only,
      input: { clusters: uids },
    }
  } else {
    request = { ...common, target: `${uids.length} clusters`, targetKey: uids.join(' '), input: { clusters: uids } }
  }
  return context.services.tasks.start(request, context.viewer)
}
