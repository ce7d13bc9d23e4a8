import { builder } from '../builder.ts'
import { type ChangeBatchShape, type ChangeFilterShape, changedBatch } from '../change-batch.ts'
import type { Context } from '../context.ts'
import { renewLoaders } from '../loaders.ts'
import { ChangeBatch, ChangeFilter } from '../types/change.ts'
import { stoppable } from './stoppable.ts'

/** Nothing of interest for this long: an empty batch moves the subscriber's cursor on, so that it does not grow too old. */
const CURSOR_INTERVAL_MS = 30_000

builder.subscriptionField('changes', (t) =>
  t.field({
    type: ChangeBatch,
    description: 'What changes. With a cursor, first what was missed.',
    args: {
      after: t.arg.string({ description: 'The last cursor that was seen; what comes from now on when not given.' }),
      filter: t.arg({ type: ChangeFilter, description: 'Which changes; all visible ones when not given.' }),
    },
    subscribe: (_root, { after, filter }, context) =>
      stoppable(context.signal, (signal) => batches(context, after ?? undefined, filter, signal)),
    resolve: (batch, _args, context) => {
      renewLoaders(context)
      return batch
    },
  }),
)

async function* batches(
  context: Context,
  after: string | undefined,
  filter: ChangeFilterShape | null | undefined,
  signal: AbortSignal,
): AsyncGenerator<ChangeBatchShape, void, undefined> {
  let toldAt = Date.now()
  for await (const rows of context.services.changes.subscribe(after, signal)) {
    const batch = await changedBatch(context, rows, filter)
    const isDue = Date.now() - toldAt >= CURSOR_INTERVAL_MS
    if (batch.changes.length === 0 && !batch.resync && !isDue) continue
    toldAt = Date.now()
    yield batch
  }
}
