import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, locatedError } from 'graphql'

/** How an operation is run for one event, and what tells operations apart that have the same answer for it. */
export interface SubscriptionEngine {
  readonly execute: (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>
  /** Document, variables and viewer: equal keys see equal answers. */
  readonly key: string
  readonly maskErrors: (result: ExecutionResult) => ExecutionResult
  /** Aborts the context's signal. */
  readonly abort: () => void
}

/** Answers by event. The bus hands the same event to all who wait for it; it is forgotten with the event. */
const answers = new WeakMap<object, Map<string, Promise<ExecutionResult>>>()

/**
 * graphql-js' `subscribe`, with two differences: every event is executed with a context of its own, so that nothing loaded
 * for an earlier event is shown again; and subscribers with the same operation share the execution of an event, so that
 * a thousand dashboards cost one query instead of a thousand.
 */
export async function subscribeShared(
  args: ExecutionArgs,
  engine: SubscriptionEngine,
): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args)
  if (!(Symbol.asyncIterator in source)) return engine.maskErrors(source)
  return endedAtOnce(results(source, args, engine), engine.abort)
}

/**
 * A generator takes `return` only after its pending `next`, which for a quiet subscription may be never; so what it waits
 * for is aborted first.
 */
function endedAtOnce(generator: AsyncGenerator<ExecutionResult>, abort: () => void): AsyncGenerator<ExecutionResult> {
  const end = generator.return.bind(generator)
  generator.return = (value) => {
    abort()
    return end(value)
  }
  return generator
}

async function* results(
  source: AsyncIterable<unknown>,
  args: ExecutionArgs,
  engine: SubscriptionEngine,
): AsyncGenerator<ExecutionResult> {
  try {
    for await (const event of source) yield await answer(event, args, engine)
  } catch (error) {
    yield engine.maskErrors({ errors: [locatedError(error, undefined)] })
  }
}

function answer(event: unknown, args: ExecutionArgs, engine: SubscriptionEngine): Promise<ExecutionResult> {
  const execute = async () =>
    engine.execute({ ...args, rootValue: event, contextValue: { ...(args.contextValue as object) } })
  if (typeof event !== 'object' || event === null) return execute()
  let byOperation = answers.get(event)
  if (!byOperation) {
    byOperation = new Map()
    answers.set(event, byOperation)
  }
  let shared = byOperation.get(engine.key)
  if (!shared) {
    shared = execute()
    byOperation.set(engine.key, shared)
  }
  return shared
}
