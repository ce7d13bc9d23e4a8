import type { Context } from '../context.ts'
import { decodeIdOf } from '../ids.ts'
import { loadersOf } from '../loaders.ts'
import type { ClusterRow, TaskRow } from '../refs.ts'
import { RequestError } from '../services.ts'

/** The cluster that an input names. Throws `RequestError` NOT_FOUND when it is not there or not visible. */
export async function visibleCluster(context: Context, id: string, field: string): Promise<ClusterRow> {
  const cluster = await loadersOf(context).nodes.Cluster.load(decodeIdOf('Cluster', id))
  if (!cluster) throw new RequestError('NOT_FOUND', 'There is no such cluster. It may have been removed.', [field])
  return cluster
}

/** The task that an input names. Throws `RequestError` NOT_FOUND when it is not there or not visible. */
export async function visibleTask(context: Context, id: string, field: string): Promise<TaskRow> {
  const task = await loadersOf(context).nodes.Task.load(decodeIdOf('Task', id))
  if (!task) throw new RequestError('NOT_FOUND', 'There is no such task. Old tasks are removed after a while.', [field])
  return task
}
