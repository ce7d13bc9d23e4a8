import { Worker } from 'node:worker_threads'
import type { Answered, Answers, Asked, Question } from './thread-messages.ts'

/** The thread in which exposures are analyzed, so that whoever asks the API does not wait for it. Begun when it is first asked. */
export interface AnalysisHost {
  /** Asks; questions are answered in their order. Throws when the thread ends, or what the analysis threw. */
  ask<Q extends Question>(question: Q): Promise<Answers[Q['ask']]>
  /** Another number than before: what the thread was told is lost. */
  readonly generation: number
  close(): Promise<void>
}

const MAX_HEAP_MIB = 2_048

interface Waiting {
  readonly resolve: (answer: never) => void
  readonly reject: (error: Error) => void
}

export function createAnalysisHost(): AnalysisHost {
  let worker: Worker | undefined
  let generation = 0
  let number = 0
  const waiting = new Map<number, Waiting>()

  function begin(): Worker {
    const begun = new Worker(new URL('./analysis-thread.ts', import.meta.url), {
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    })
    const lost = (error: Error) => {
      if (worker === begun) forget(error)
    }
    begun.on('message', (message: Answered) => receive(message))
    begun.on('error', lost)
    begun.on('exit', (code) => lost(new Error(`The thread that analyzes exposures ended with ${code}.`)))
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

  return {
    get generation() {
      return generation
    },
    ask(question) {
      worker ??= begin()
      worker.ref()
      const asked: Asked = { number: ++number, question }
      const answer = new Promise<never>((resolve, reject) => waiting.set(asked.number, { resolve, reject }))
      worker.postMessage(asked)
      return answer
    },
    async close() {
      const ending = worker
      forget(new Error('The process stops.'))
      await ending?.terminate()
    },
  }
}
