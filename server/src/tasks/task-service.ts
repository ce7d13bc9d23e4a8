import { recordAudit } from '@breakwater/drizzle/audit.ts'
import type { Database } from '@breakwater/drizzle/database.ts'
import { RequestError, type TaskService } from '@breakwater/schema/services.ts'
import { sees } from '@breakwater/schema/visible.ts'
import { alreadyRuns, cancelTask, retryTask } from './commands.ts'
import type { TaskKind } from './definition.ts'
import { addTask } from './queue.ts'

export interface TaskServiceSettings {
  readonly database: Database
  /** Kinds for which some process has a definition. */
  readonly kinds: readonly TaskKind[]
  /** Called after a task was queued: the runner of this process, if it has one, looks at once. */
  readonly onQueued?: () => void
}

/**
 * What resolvers ask of tasks. main.ts makes one in every process that answers, with the kinds of all definitions and the
 * `wake` of its runner.
 */
export function createTaskService({ database, kinds, onQueued = () => {} }: TaskServiceSettings): TaskService {
  return {
    kinds,
    async start(request, viewer, also) {
      if (!kinds.includes(request.kind)) {
        throw new RequestError('KIND_NOT_AVAILABLE', `This server cannot run tasks of kind ${request.kind}.`, ['kind'])
      }
      const { cluster = '' } = request
      if (!sees(viewer, { cluster, namespace: '', registry: '' })) {
        throw new RequestError(
          'OUT_OF_SCOPE',
          'This runs over more than you may see. Name one cluster, all of which is in your scope.',
          ['clusters'],
        )
      }
      const { task } = await database.transaction(async (tx) => {
        const result = await addTask(tx, { ...request, startedBy: viewer.name })
        await recordAudit(tx, viewer, {
          action: 'startTask',
          target: result.task.id,
          cluster: result.task.cluster,
          details: { kind: request.kind, target: request.target, added: result.added },
        })
        await also?.(tx)
        return result
      })
      onQueued()
      return task
    },
    async cancel(id, viewer) {
      const task = await database.transaction((tx) => cancelTask(tx, id, viewer))
      onQueued()
      return task
    },
    async retry(id, failedItemsOnly, viewer) {
      const again = (begun: boolean) =>
        database.transaction((tx) => retryTask(tx, { id, failedItemsOnly, viewer, begun })).catch(explain)
      let retried = await again(false)
      while (retried.more) retried = await again(true)
      onQueued()
      return retried.task
    },
  }
}

/** Another task for the same target was added between our look and our write. */
function explain(error: unknown): never {
  const cause = error instanceof Error ? error.cause : undefined
  if (typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === '23505') throw alreadyRuns()
  throw error
}
