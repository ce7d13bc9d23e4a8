import { decodeIdOf } from '../ids.ts'
import { loadersOf } from '../loaders.ts'
import { Waiver } from '../refs.ts'
import { RequestError } from '../services.ts'
import { required } from '../types/required.ts'
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
      { target: waiverTarget(target), reason, owner, until },
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
