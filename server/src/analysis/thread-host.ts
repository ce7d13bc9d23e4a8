import { Worker } from 'node:worker_threads'
import type { Answered, Asked, ClusterQuestion, Told } from './thread-messages.ts'

/**
 * A thread in which clusters are analyzed, so that whoever asks the API does not wait for it. Begun when it is first asked. `Q` is what a
 * domain asks it, `A` what each question is answered with, by its name.
 */
export interface ThreadHost<Settings, Q extends ClusterQuestion, A extends Record<Q['ask'], unknown>> {
  /** What is told and asked is taken in its order. Throws when the thread ends, or what the analysis threw. */
  tell(told: Told<Settings>): Promise<void>
  ask<One extends Q>(question: One): Promise<A[One['ask']]>
  /** Another number than before: what the thread was told is lost. */
  readonly generation: number
  close(): Promise<void>
}

const MAX_HEAP_MIB = 2_048

interface Waiting {
  readonly resolve: (answer: never) => void
  readonly reject: (error: Error) => void
}

/** `file` is the program of the thread, `purpose` what it does, in words. */
export function createThreadHost<Settings, Q extends ClusterQuestion, A extends Record<Q['ask'], unknown>>(
  file: URL,
  purpose: string,
): ThreadHost<Settings, Q, A> {
  let worker: Worker | undefined
  let generation = 0
  let number = 0
  const waiting = new Map<number, Waiting>()

  function begin(): Worker {
    const begun = new Worker(file, { resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB } })
    const lost = (error: Error) => {
      if (worker === begun) forget(error)
    }
    begun.on('message', (message: Answered) => receive(message))
    begun.on('error', lost)
    begun.on('exit', (code) => lost(new Error(`The thread that ${purpose} ended with ${code}.`)))
    // It waits for questions; that alone keeps no process alive.
    begun.unref()
    return begun
  }

  function forget(why: Error): void {
    worker = undefined
    generation += 1
    for (const { reject } of waiting.values()) reject(why)
    waiting.clear()
  }

  function receive(message: Answered): void {
    // Under `node --watch` a worker sends messages of its own, about the files that it loaded.
    const one = waiting.get(message?.number)
    if (!one) return
    waiting.delete(message.number)
    if (waiting.size === 0) worker?.unref()
    if ('error' in message) one.reject(new Error(message.error))
    else one.resolve(message.answer as never)
  }

  function post(question: ClusterQuestion): Promise<never> {
    worker ??= begin()
    worker.ref()
    const asked: Asked = { number: ++number, question }
    const answer = new Promise<never>((resolve, reject) => waiting.set(asked.number, { resolve, reject }))
    worker.postMessage(asked)
    return answer
  }

  return {
    get generation() {
      return generation
    },
    tell: post,
    ask: post,
    async close() {
      const ending = worker
      forget(new Error('The process stops.'))
      await ending?.terminate()
    },
  }
}
