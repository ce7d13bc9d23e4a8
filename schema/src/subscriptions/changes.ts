import { builder } from '../builder.ts'
import { type ChangeBatchShape, type ChangeFilterShape, changedBatch } from '../change-batch.ts'
import type { Context } from '../context.ts'
import { canonical } from '../cursor.ts'
import { renewLoaders } from '../loaders.ts'
import type { ChangeBatchRows } from '../services.ts'
import { ChangeBatch, ChangeFilter } from '../types/change.ts'
import { sightOf } from '../visible.ts'
import { follow } from './follow.ts'
import { stoppable } from './stoppable.ts'

/** Nothing of interest for this long: an empty batch moves the subscriber's cursor on, so that it does not grow too old. */
const CURSOR_INTERVAL_MS = 30_000

builder.subscriptionField('changes', (t) =>
  t.field({
    type: ChangeBatch,
    description:
      'What changes. With a cursor, first what was missed; without one, first an empty batch with the cursor from which on everything is told: what was read before it is to be read once more.',
    args: {
      after: t.arg.string({ description: 'The last cursor that was seen; what comes from now on when not given.' }),
      filter: t.arg({ type: ChangeFilter, description: 'Which changes; all visible ones when not given.' }),
    },
    subscribe: (_root, { after, filter }, context) =>
      stoppable(context.signal, (signal) =>
        typeof after === 'string'
          ? batches(context, follow(context, after, signal), filter)
          : batchesFromNow(context, filter, signal),
      ),
    resolve: (batch, _args, context) => {
      renewLoaders(context)
      return batch
    },
  }),
)

/** Tells where the stream begins before anything happens: a subscriber that loses its connection early on misses nothing either. */
async function* batchesFromNow(
  context: Context,
  filter: ChangeFilterShape | null | undefined,
  signal: AbortSignal,
): AsyncGenerator<ChangeBatchShape, void, undefined> {
  const cursor = await context.services.changes.latest()
  yield { changes: [], cursor, resync: false, hasMore: false }
  yield* batches(context, follow(context, cursor, signal), filter)
}

async function* batches(
  context: Context,
  stream: AsyncIterable<ChangeBatchRows>,
  filter: ChangeFilterShape | null | undefined,
): AsyncGenerator<ChangeBatchShape, void, undefined> {
  let toldAt = Date.now()
  for await (const rows of stream) {
    const batch = await sharedBatch(context, rows, filter)
    const isDue = Date.now() - toldAt >= CURSOR_INTERVAL_MS
    if (batch.changes.length === 0 && !batch.resync && !isDue) continue
    toldAt = Date.now()
    yield batch
  }
}

const byRows = new WeakMap<ChangeBatchRows['rows'], Map<string, Promise<ChangeBatchShape>>>()

/**
 * One event for all subscribers who may see the same and ask for the same: the bus hands all of them the same rows, and
 * who runs the subscriptions answers an event once for equal operations.
 */
function sharedBatch(context: Context, batch: ChangeBatchRows, filter: ChangeFilterShape | null | undefined) {
  const key = canonical([sightOf(context.viewer), filter, batch.cursor, batch.resync])
  const known = byRows.get(batch.rows) ?? new Map<string, Promise<ChangeBatchShape>>()
  byRows.set(batch.rows, known)
  const made = known.get(key) ?? changedBatch(context, batch, filter)
  known.set(key, made)
  made.catch(() => known.delete(key))
  return made
}
