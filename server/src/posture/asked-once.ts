import { once } from 'node:events'
import { Worker } from 'node:worker_threads'
import type { Database } from '@breakwater/drizzle/database.ts'
import { RequestError } from '@breakwater/schema/services.ts'
import { differenceTo, readObjects, unreadKinds } from '../analysis/stored-objects.ts'
import type { Question, QuestionMessage, QuestionTask } from './question-thread.ts'

export interface AskedOnceSettings {
  readonly database: Database
  /** What one question takes at most. */
  readonly deadlineMs?: number
}

/** Questions to a cluster as it is stored, each in a thread of its own that is ended at its deadline. */
export interface AskedOnce {
  /** `kinds` are read for it. Throws `RequestError` BUSY and TOO_SLOW. */
  ask<Answer>(cluster: string, kinds: readonly string[], question: Question, signal: AbortSignal): Promise<Answer>
}

/** Each has a thread, and reads objects of a cluster. */
const MOST_AT_ONCE = 2
const DEADLINE_MS = 20_000
const MAX_HEAP_MIB = 1_024

export function createAskedOnce({ database, deadlineMs = DEADLINE_MS }: AskedOnceSettings): AskedOnce {
  let running = 0

  async function answerOf<Answer>(
    uid: string,
    kinds: readonly string[],
    question: Question,
    signal: AbortSignal,
  ): Promise<Answer> {
    const workerData: QuestionTask = { question, unread: await unreadKinds(database, { uid, kinds }) }
    const worker = new Worker(new URL('./question-thread.ts', import.meta.url), {
      workerData,
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    })
    const deadline = AbortSignal.any([signal, AbortSignal.timeout(deadlineMs)])
    // An error that nobody listens to ends the process, also one that comes while the thread is being ended.
    worker.on('error', () => undefined)
    const answer = once(worker, 'message', { signal: deadline }) as Promise<[Answer]>
    answer.catch(() => undefined)
    try {
      const tell = (message: QuestionMessage) => worker.postMessage(message)
      const { changed } = await differenceTo(database, { uid, kinds }, new Map(), deadline)
      for await (const objects of readObjects(database, [...changed.keys()], deadline)) tell({ objects })
      tell({ end: true })
      const [result] = await answer
      return result
    } catch (error) {
      signal.throwIfAborted()
      if (!deadline.aborted) throw error
      throw new RequestError(
        'TOO_SLOW',
        `This took longer than ${deadlineMs / 1_000} s. Ask for less, or try again later.`,
      )
    } finally {
      await worker.terminate()
    }
  }

  return {
    async ask(cluster, kinds, question, signal) {
      if (running >= MOST_AT_ONCE)
        throw new RequestError('BUSY', 'Too many such questions are being answered. Try again in a few seconds.')
      running += 1
      try {
        return await answerOf(cluster, kinds, question, signal)
      } finally {
        running -= 1
      }
    },
  }
}
