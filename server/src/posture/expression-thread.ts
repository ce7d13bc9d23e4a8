import { type MessagePort, workerData } from 'node:worker_threads'
import { expressionOf, inputOf, type Said } from './custom-expression.ts'
import { CURRENT, DONE, type ExpressionsAnswer, type ExpressionsQuestion } from './expression-messages.ts'

/** The thread that asks expressions of users. It is ended where one of them takes too long: `state` says which one is being asked. */

interface ExpressionThreadTask {
  readonly port: MessagePort
  readonly state: SharedArrayBuffer
}

const { port, state } = workerData as ExpressionThreadTask
const progress = new Int32Array(state)
type Say = ReturnType<typeof expressionOf>
let made = new Map<string, Say | Error>()

port.on('message', (question: ExpressionsQuestion) => {
  port.postMessage(answerOf(question))
  Atomics.store(progress, DONE, 1)
  Atomics.notify(progress, DONE)
})

function answerOf({ sources, asked }: ExpressionsQuestion): ExpressionsAnswer {
  const inputs = asked.map(inputOf)
  const before = made
  made = new Map()
  return sources.map((source, at) => {
    Atomics.store(progress, CURRENT, at)
    const begun = performance.now()
    const key = JSON.stringify([source.each, source.expression])
    const say = before.get(key) ?? sayingOf(source)
    made.set(key, say)
    if (say instanceof Error) return { unusable: say.message, spentMs: 0 }
    const said = inputs.flatMap((input, index): (readonly [number, Said])[] => {
      const one = say(input)
      return one === false || (Array.isArray(one) && one.length === 0) ? [] : [[index, one]]
    })
    return { said, spentMs: performance.now() - begun }
  })
}

function sayingOf(source: ExpressionsQuestion['sources'][number]): Say | Error {
  try {
    return expressionOf(source)
  } catch (error) {
    return error instanceof Error ? error : new Error(String(error))
  }
}
