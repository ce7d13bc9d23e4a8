import type { Context } from '../context.ts'
import { readable } from '../errors.ts'
import type { ChangeBatchRows } from '../services.ts'

/**
 * The stream of changes after `after`. A subscriber that has to read everything anew gets that said once, and the stream
 * goes on from there instead of ending. Throws a GraphQLError at once for what is no cursor.
 */
export function follow(context: Context, after: string | undefined, signal: AbortSignal) {
  try {
    return onwards(context, context.services.changes.subscribe(after, signal), signal)
  } catch (error) {
    throw readable(error)
  }
}

async function* onwards(
  context: Context,
  stream: AsyncIterable<ChangeBatchRows>,
  signal: AbortSignal,
): AsyncGenerator<ChangeBatchRows, void, undefined> {
  let batches: AsyncIterable<ChangeBatchRows> | undefined = stream
  while (batches) {
    let last: ChangeBatchRows | undefined
    for await (const batch of batches) {
      last = batch
      yield batch
    }
    batches = last?.resync && !signal.aborted ? context.services.changes.subscribe(last.cursor, signal) : undefined
  }
}
