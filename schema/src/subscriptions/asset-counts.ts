import { builder } from '../builder.ts'
import { seesChange } from '../change-batch.ts'
import type { Context } from '../context.ts'
import { type AssetCountShape, countAssets } from '../counts.ts'
import { canonical } from '../cursor.ts'
import { ScopeInput, type ScopeShape } from '../lists/scope-input.ts'
import { renewLoaders } from '../loaders.ts'
import type { ChangeBatchRows } from '../services.ts'
import { AssetCount } from '../types/counts.ts'
import { sightOf } from '../visible.ts'
import { follow } from './follow.ts'
import { stoppable } from './stoppable.ts'

/** Counts are told at most twice a second. */
const INTERVAL_MS = 500

/** What changes a count: the roll-ups, which clusters there are, and what moves the at-risk twin. */
const COUNTED_TYPES = new Set(['AssetCount', 'Cluster', 'Risk', 'Waiver', 'Analysis'])

builder.subscriptionField('assetCountsChanged', (t) =>
  t.field({
    type: [AssetCount],
    description: 'The counts of `assetCounts`: first as they are, then whenever they change, at most twice a second.',
    args: { scope: t.arg({ type: ScopeInput, description: 'Where to count; everywhere when not given.' }) },
    subscribe: (_root, { scope }, context) => stoppable(context.signal, (signal) => counts(context, scope, signal)),
    resolve: (current, _args, context) => {
      renewLoaders(context)
      return current
    },
  }),
)

async function* counts(
  context: Context,
  scope: ScopeShape | null | undefined,
  signal: AbortSignal,
): AsyncGenerator<AssetCountShape[], void, undefined> {
  const from = await context.services.changes.latest()
  let told = await countAssets(context, scope)
  yield told
  for await (const batch of newest(follow(context, from, signal), isCounted)) {
    const current = await countsAt(context, scope, batch)
    if (canonical(current) !== canonical(told)) {
      told = current
      yield told
    }
    await pause(INTERVAL_MS, signal)
  }

  function isCounted(batch: ChangeBatchRows): boolean {
    return batch.resync || batch.rows.some((row) => COUNTED_TYPES.has(row.type) && seesChange(context.viewer, row))
  }
}

/** The newest batch that matters, whenever the reader is ready for one; what came in between is skipped. */
async function* newest(
  batches: AsyncIterable<ChangeBatchRows>,
  matters: (batch: ChangeBatchRows) => boolean,
): AsyncGenerator<ChangeBatchRows, void, undefined> {
  let latest: ChangeBatchRows | undefined
  let ended = false
  let failure: unknown
  let wake: () => void = () => {}
  const reading = (async () => {
    for await (const batch of batches) {
      if (!matters(batch)) continue
      latest = batch
      wake()
    }
  })()
    .catch((error: unknown) => {
      failure = error
    })
    .finally(() => {
      ended = true
      wake()
    })
  while (true) {
    if (latest) {
      const batch = latest
      latest = undefined
      yield batch
    } else if (ended) {
      await reading
      if (failure !== undefined) throw failure
      return
    } else {
      await new Promise<void>((resolve) => {
        wake = resolve
      })
    }
  }
}

const byBatch = new WeakMap<ChangeBatchRows['rows'], Map<string, Promise<AssetCountShape[]>>>()

/** Counts after a batch, read once for all subscribers who may see the same and ask for the same. */
function countsAt(context: Context, scope: ScopeShape | null | undefined, { rows }: ChangeBatchRows) {
  const key = canonical([sightOf(context.viewer), scope])
  const known = byBatch.get(rows) ?? new Map<string, Promise<AssetCountShape[]>>()
  byBatch.set(rows, known)
  const read = known.get(key) ?? countAssets(context, scope)
  known.set(key, read)
  read.catch(() => known.delete(key))
  return read
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer)
      signal.removeEventListener('abort', done)
      resolve()
    }
    const timer = setTimeout(done, ms)
    signal.addEventListener('abort', done)
  })
}
