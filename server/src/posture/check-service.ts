import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Database } from '@breakwater/drizzle/database.ts'
import type { CheckPreviewResult, CheckService, CheckSource } from '@breakwater/schema/check-service.ts'
import { RequestError } from '@breakwater/schema/services.ts'
import { differenceTo, readObjects, unreadKinds } from '../analysis/stored-objects.ts'
import { KINDS } from '../kubernetes/kinds.ts'
import { type CustomRuleSource, customRule, ExpressionError } from './custom-rule.ts'
import { FRAMEWORK_CATALOG } from './framework-catalog.ts'
import type { PreviewMessage, PreviewTask } from './preview-thread.ts'
import { eachOf } from './stored-rules.ts'
import { WORKLOAD_KINDS } from './subject.ts'

export interface CheckServiceSettings {
  readonly database: Database
  /** What one preview takes at most. */
  readonly deadlineMs?: number
}

/** Each has a thread of its own, and reads objects of a cluster. */
const MOST_AT_ONCE = 2
const DEADLINE_MS = 20_000
const MAX_HEAP_MIB = 1_024
const ALL_KINDS = new Set(KINDS.map(({ kind }) => kind))

/**
 * Judges what users write. A preview has a thread of its own that is ended at its deadline: an expression is bounded in what it may loop
 * over, but not in how many objects it is asked of.
 */
export function createCheckService({ database, deadlineMs = DEADLINE_MS }: CheckServiceSettings): CheckService {
  let running = 0

  async function preview(cluster: string, asked: CheckSource, signal: AbortSignal): Promise<CheckPreviewResult> {
    const source = sourceOf(asked)
    const kinds = kindsOf(source)
    const unread = await unreadKinds(database, { uid: cluster, kinds })
    const task: PreviewTask = { source, unread }
    const worker = new Worker(new URL('./preview-thread.ts', import.meta.url), {
      workerData: task,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    })
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
    // Listened to from the start: an error that nobody waits for ends the process.
    const answer = once(worker, 'message', { signal: deadline }) as Promise<[CheckPreviewResult]>
    answer.catch(() => undefined)
    try {
      const tell = (message: PreviewMessage) => worker.postMessage(message)
      const { changed } = await differenceTo(database, { uid: cluster, kinds }, new Map(), deadline)
      for await (const objects of readObjects(database, [...changed.keys()], deadline)) tell({ objects })
      tell({ end: true })
      const [result] = await answer
      return result
    } catch (error) {
      signal.throwIfAborted()
      if (!deadline.aborted) throw error
      throw new RequestError(
        'TOO_SLOW',
        `This took longer than ${deadlineMs / 1_000} s. Name fewer kinds, or ask for less.`,
        ['expression'],
      )
    } finally {
      await worker.terminate()
    }
  }

  return {
    catalog: () => FRAMEWORK_CATALOG,
    examine,
    async preview({ cluster, source }, signal) {
      examine(source)
      if (running >= MOST_AT_ONCE)
        throw new RequestError('BUSY', 'Too many rules are being tried. Try again in a few seconds.')
      running += 1
      try {
        return await preview(cluster, source, signal)
      } finally {
        running -= 1
      }
    },
  }
}

function examine(source: CheckSource): void {
  const unknown = source.kinds.find((kind) => kind !== 'Workload' && !ALL_KINDS.has(kind))
  if (unknown !== undefined) {
    const known = `Workload, ${[...ALL_KINDS].sort().join(', ')}`
    throw new RequestError('KIND_UNKNOWN', `"${unknown.slice(0, 60)}" is not read. What is: ${known}.`, ['kinds'])
  }
  try {
    customRule(sourceOf(source))
  } catch (error) {
    if (error instanceof ExpressionError) throw new RequestError('EXPRESSION_INVALID', error.message, ['expression'])
    throw error
  }
}

function sourceOf({ kinds, each, expression }: CheckSource): CustomRuleSource {
  const named = { id: 'CU-000', title: 'It is wrong', severity: 'low', why: '', remedy: '' } as const
  return { ...named, kinds, each: eachOf(each), expression }
}

/** What makes pods is told from what else does: a ReplicaSet of a Deployment is none of its own. */
function kindsOf({ kinds }: CustomRuleSource): string[] {
  const isOfWorkloads = kinds.some((kind) => kind === 'Workload' || WORKLOAD_KINDS.includes(kind))
  const named = new Set([...kinds, ...(isOfWorkloads ? WORKLOAD_KINDS : [])])
  return KINDS.map(({ kind }) => kind).filter((kind) => named.has(kind))
}
