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
import { ticking } from './ticking.ts'

/** As often as this an empty batch moves the subscriber's cursor on, so that it does not grow too old. */
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
          ? batches(context, after, follow(context, after, signal), filter)
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
  yield* batches(context, cursor, follow(context, cursor, signal), filter)
}

/**
 * Who sees a part only is told the same while nothing happens and while something happens elsewhere: the cursor comes in its
 * time, and as another text each time. Who sees everything is told when it has moved.
 */
async function* batches(
  context: Context,
  after: string,
  stream: AsyncIterable<ChangeBatchRows>,
  filter: ChangeFilterShape | null | undefined,
): AsyncGenerator<ChangeBatchShape, void, undefined> {
  const seesPart = sightOf(context.viewer) !== null
  let reached = after
  let told = after
  for await (const rows of ticking(stream, CURSOR_INTERVAL_MS)) {
    if (rows) reached = rows.cursor
    else if (!seesPart && reached === told) continue
    const batch = rows
      ? await sharedBatch(context, { ...rows, hasMore: rows.hasMore && !seesPart }, filter)
      : { changes: [], cursor: context.services.changes.renewed(reached), resync: false, hasMore: false }
    if (rows && batch.changes.length === 0 && !batch.resync) continue
    told = reached
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
