import { MessageChannel, type MessagePort, receiveMessageOnPort, Worker } from 'node:worker_threads'
import type { Asked, ExpressionSource } from './custom-expression.ts'
import { CURRENT, DONE, type ExpressionsAnswer } from './expression-messages.ts'

/**
 * Asks expressions of users in a thread of its own, and waits for it: whoever judges is a thread itself. An expression is bounded in what it is,
 * but not in how long its loops over texts from outside take, nor in what they put together; a thread can be ended.
 */
export interface BoundedExpressions {
  /** `budgetsMs` is what each source may take. The position of the one that took longer, -1 where not even the first was asked in time. */
  ask(
    sources: readonly ExpressionSource[],
    asked: readonly Asked[],
    budgetsMs: readonly number[],
  ): ExpressionsAnswer | { readonly stopped: number }
  close(): void
}

/** Half a second on a quiet machine. */
const START_MS = 30_000
const LOOK_MS = 20
const MAX_HEAP_MIB = 512

interface Running {
  readonly worker: Worker
  readonly port: MessagePort
  readonly progress: Int32Array
}

/** The thread is begun when it is first asked. */
export function createBoundedExpressions(): BoundedExpressions {
  let running: Running | undefined

  function begin(): Running {
    const { port1, port2 } = new MessageChannel()
    const state = new SharedArrayBuffer(2 * Int32Array.BYTES_PER_ELEMENT)
    const worker = new Worker(new URL('./expression-thread.ts', import.meta.url), {
      workerData: { port: port2, state },
      transferList: [port2],
      resourceLimits: { maxOldGenerationSizeMb: MAX_HEAP_MIB },
    })
    // One that ended by itself is seen by its silence; an error that nobody listens to would end this thread.
    worker.on('error', () => undefined)
    worker.unref()
    port1.unref()
    return { worker, port: port1, progress: new Int32Array(state) }
  }

  function end(): void {
    const ending = running
    running = undefined
    ending?.port.close()
    void ending?.worker.terminate()
  }

  /** The position of the source that took too long; undefined when all have answered. */
  function waitFor({ progress }: Running, budgetsMs: readonly number[]): number | undefined {
    let current = -1
    let since = performance.now()
    while (Atomics.wait(progress, DONE, 0, LOOK_MS) === 'timed-out') {
      const now = Atomics.load(progress, CURRENT)
      if (now !== current) since = performance.now()
      current = now
      if (performance.now() - since > (budgetsMs[current] ?? START_MS)) return current
    }
    return undefined
  }

  return {
    ask(sources, asked, budgetsMs) {
      running ??= begin()
      const { port, progress } = running
      Atomics.store(progress, DONE, 0)
      Atomics.store(progress, CURRENT, -1)
      port.postMessage({ sources, asked })
      const stopped = waitFor(running, budgetsMs)
      const answer = stopped === undefined ? (receiveMessageOnPort(port)?.message as ExpressionsAnswer) : undefined
      if (answer) return answer
      end()
      return { stopped: stopped ?? -1 }
    },
    close: end,
  }
}
