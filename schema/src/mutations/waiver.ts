import type { Context } from '../context.ts'
import { decodeIdOf } from '../ids.ts'
import { loadersOf } from '../loaders.ts'
import { loadNodeByKey } from '../node.ts'
import { Waiver } from '../refs.ts'
import { RequestError, type WaiverTarget } from '../services.ts'
import { required } from '../types/required.ts'
import { isScoped, type RowScope, sees } from '../visible.ts'
import { mutation } from './mutation.ts'
import { WaiverTargetInput, waiverTarget } from './waiver-target.ts'

mutation({
  name: 'createWaiver',
  description: 'Accepts risks for a reason, until a date. They no longer count as at risk; they are still shown.',
  role: 'OPERATOR',
  what: 'write waivers',
  input: (t) => ({
    target: t.field({ type: WaiverTargetInput, required: true, description: 'Which risks.' }),
    reason: t.string({ required: true, description: 'Why they are accepted.' }),
    owner: t.string({ required: true, description: 'Who answers for it.' }),
    until: t.field({ type: 'DateTime', required: true, description: 'After this moment they count again.' }),
  }),
  payload: { waiver: { type: Waiver, description: 'The waiver.' } },
  run: async ({ target, reason, owner, until }, context) => {
    const id = await context.services.waivers.create(
      { target: await targetInSight(context, waiverTarget(target)), reason, owner, until },
      context.viewer,
    )
    return { waiver: required(await loadersOf(context).nodes.Waiver.load(id), 'waiver') }
  },
})

mutation({
  name: 'endWaiver',
  description: 'Ends a waiver before its date: its risks count again.',
  role: 'OPERATOR',
  what: 'end waivers',
  input: (t) => ({ waiver: t.id({ required: true, description: 'Id of the waiver.' }) }),
  payload: { waiver: { type: Waiver, description: 'The waiver.' } },
  run: async ({ waiver }, context) => {
    const id = decodeIdOf('Waiver', waiver)
    const { nodes } = loadersOf(context)
    if (!(await nodes.Waiver.load(id))) throw new RequestError('NOT_FOUND', 'There is no such waiver.', ['waiver'])
    await context.services.waivers.end(id, context.viewer)
    return { waiver: required(await nodes.Waiver.clear(id).load(id), 'waiver') }
  },
})

/**
 * Who has a scope accepts risks within it only. A target of one asset is where the asset is. Throws `RequestError` for one that
 * reaches further.
 */
async function targetInSight(context: Context, target: WaiverTarget): Promise<WaiverTarget> {
  const { viewer } = context
  if (!isScoped(viewer)) return target
  const placed = { ...(await placeOfAsset(context, target)), ...target }
  const { cluster = '', namespace = '', registry = '' } = placed
  if (sees(viewer, { cluster, namespace, registry })) return placed
  throw new RequestError(
    'OUT_OF_SCOPE',
    'This reaches further than what you may see. Name the cluster, and the namespace or the registry, of your scope.',
    ['target'],
  )
}

async function placeOfAsset(context: Context, { assetType, assetId }: WaiverTarget): Promise<Partial<RowScope>> {
  if (!assetType || !assetId) return {}
  const row = await loadNodeByKey(context, { type: assetType, key: assetId })
  if (!row || !('namespace' in row) || !('cluster' in row)) return {}
  return { cluster: String(row.cluster), namespace: String(row.namespace) }
}
