import { createSourceEventStream, type ExecutionArgs, type ExecutionResult, execute, GraphQLError } from 'graphql'

/** What the transport knows of an operation, and what tells operations apart that have the same answer for an event. */
export interface SubscriptionEngine {
  /** Yoga's, for queries and mutations; with a subscription it would subscribe once more instead of answering. */
  readonly execute: (args: ExecutionArgs) => ExecutionResult | Promise<ExecutionResult>
  /** Document, variables and viewer: equal keys see equal answers. */
  readonly key: string
  readonly maskErrors: (result: ExecutionResult) => ExecutionResult
  /** Sends an answer, as JSON, to the one who subscribed. Resolves when there is room for the next. */
  readonly send: (answerJson: string) => Promise<void> | undefined
  /** Aborted when the subscriber has gone. */
  readonly signal: AbortSignal
  /** Aborts the context's signal. */
  readonly abort: () => void
}

/** Answers as JSON, by event. The bus hands the same event to all who wait for it; it is forgotten with the event. */
const answers = new WeakMap<object, Map<string, Promise<string>>>()

/**
 * graphql-js' `subscribe`, with three differences: every event is executed with a context of its own, so that nothing
 * loaded for an earlier event is shown again; subscribers with the same operation share the execution of an event and its
 * JSON, so that a thousand dashboards cost one query instead of a thousand; and for that the answers do not come out of
 * the generator, which ends without having given any, but go through `engine.send`.
 */
export async function subscribeShared(
  args: ExecutionArgs,
  engine: SubscriptionEngine,
): Promise<AsyncGenerator<ExecutionResult> | ExecutionResult> {
  const source = await createSourceEventStream(args)
  if (!(Symbol.asyncIterator in source)) return engine.maskErrors(source)
  return endedAtOnce(sending(source, args, engine), engine.abort)
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

// biome-ignore lint/correctness/useYield: what it would yield is sent instead; it ends when the source does
async function* sending(
  source: AsyncIterable<unknown>,
  args: ExecutionArgs,
  engine: SubscriptionEngine,
): AsyncGenerator<ExecutionResult, void, undefined> {
  try {
    for await (const event of source) {
      const json = await answer(event, args, engine)
      if (engine.signal.aborted) return
      const room = engine.send(json)
      if (room) await room
    }
  } catch (error) {
    if (engine.signal.aborted) return
    await engine.send(JSON.stringify(engine.maskErrors({ errors: [located(error)] })))
  }
}

/** An error of the stream as one of the operation: what is not meant for the client is masked by its original. */
function located(error: unknown): GraphQLError {
  if (error instanceof GraphQLError) return error
  const originalError = error instanceof Error ? error : new Error(String(error))
  return new GraphQLError(originalError.message, { originalError })
}

function answer(event: unknown, args: ExecutionArgs, engine: SubscriptionEngine): Promise<string> {
  if (typeof event !== 'object' || event === null) return executeOnce(event, args, engine)
  let byOperation = answers.get(event)
  if (!byOperation) {
    byOperation = new Map()
    answers.set(event, byOperation)
  }
  let shared = byOperation.get(engine.key)
  if (!shared) {
    shared = executeOnce(event, args, engine)
    byOperation.set(engine.key, shared)
  }
  return shared
}

async function executeOnce(event: unknown, args: ExecutionArgs, engine: SubscriptionEngine): Promise<string> {
  const contextValue = { ...(args.contextValue as object) }
  return JSON.stringify(engine.maskErrors(await execute({ ...args, rootValue: event, contextValue })))
}
