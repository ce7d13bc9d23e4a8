import { builder } from '../builder.ts'
import type { RateLimit } from '../context.ts'

const RateLimitType = builder.objectRef<RateLimit>('RateLimit').implement({
  description:
    'What an operation costs, computed from the document and its variables before it runs, and what is left of the hour.',
  fields: (t) => ({
    limit: t.exposeInt('limit', { description: 'Points that may be spent in an hour.' }),
    cost: t.exposeInt('cost', {
      description: 'Points that this operation costs: one for each 100 rows of `nodeCount`, and at least one.',
    }),
    remaining: t.exposeInt('remaining', { description: 'Points that are left of this hour.' }),
    used: t.exposeInt('used', { description: 'Points that were spent in this hour, by this operation too.' }),
    nodeCount: t.exposeInt('nodeCount', {
      description:
        'Rows of lists that this operation can return at most: the sizes of pages, multiplied through nested lists. 500,000 are allowed.',
    }),
    resetAt: t.expose('resetAt', {
      type: 'DateTime',
      description: 'When the hour ends and all points are there anew.',
    }),
  }),
})

builder.queryField('rateLimit', (t) =>
  t.field({
    type: RateLimitType,
    nullable: true,
    description: 'What this operation costs whoever asks, and what is left; null where operations are not counted.',
    resolve: (_root, _args, context) => context.rateLimit ?? null,
  }),
)
