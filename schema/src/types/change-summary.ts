import { builder } from '../builder.ts'
import {
  type ChangeSummaryShape,
  countDifferences,
  countedSince,
  countNewRisks,
  type DifferenceCountShape,
  keptSince,
} from '../change-summary.ts'
import { differenceList } from '../lists/difference-list.ts'
import { CHANGES_LOOKED_AT } from '../lists/folded-changes.ts'
import { list } from '../lists/list.ts'
import { ScopeInput } from '../lists/scope-input.ts'

const MOST_CHANGES = CHANGES_LOOKED_AT.toLocaleString('en')

const DifferenceCount = builder.objectRef<DifferenceCountShape>('DifferenceCount').implement({
  description: 'How much of one type differs between two moments.',
  fields: (t) => ({
    type: t.exposeString('type', { description: "An asset's type, or the kind of another object." }),
    added: t.exposeInt('added', { description: 'How many are new.' }),
    gone: t.exposeInt('gone', { description: 'How many are gone.' }),
    changed: t.exposeInt('changed', { description: 'How many changed.' }),
  }),
})

const ChangeSummary = builder.objectRef<ChangeSummaryShape>('ChangeSummary').implement({
  description: 'What became of assets and other objects of clusters between two moments.',
  fields: (t) => ({
    since: t.expose('since', { type: 'DateTime', description: 'The earlier moment.' }),
    until: t.expose('until', { type: 'DateTime', description: 'The later moment, itself not included.' }),
    countedSince: t.field({
      type: 'DateTime',
      description: `From when on changes are counted: \`since\`, or later when there are more than ${MOST_CHANGES}, for only the newest are looked at.`,
      resolve: (summary, _args, context) => countedSince(summary, context),
    }),
    keptSince: t.field({
      type: 'DateTime',
      description: 'What happened before this moment is no longer kept.',
      resolve: (_summary, _args, context) => keptSince(context),
    }),
    counts: t.field({
      type: [DifferenceCount],
      description: 'How much differs, type by type; types of which nothing does are left out.',
      resolve: (summary, _args, context) => countDifferences(summary, context),
    }),
    newRisks: t.int({
      description:
        'Risks that were found first in this time, are open and not waived: the total of `risks` with `firstSeen`, `states: [OPEN]` and `waived: false`.',
      resolve: (summary, _args, context) => countNewRisks(summary, context),
    }),
  }),
})

builder.queryFields((t) => ({
  differences: list(t, differenceList, {
    description: `What differs between two moments, an entry for each asset and object: what the newest ${MOST_CHANGES} changes of that time come to.`,
  }),
  changeSummary: t.field({
    type: ChangeSummary,
    description:
      'How much is new, gone and changed between two moments. Each number is the total of `differences` for the same scope, type, kind and period.',
    args: {
      since: t.arg({ type: 'DateTime', required: true, description: 'The earlier moment.' }),
      until: t.arg({ type: 'DateTime', description: 'The later moment, itself not included; now when not given.' }),
      scope: t.arg({ type: ScopeInput, description: 'Where to look; everywhere when not given.' }),
    },
    resolve: (_root, { since, until, scope }) => ({ since, until: until ?? new Date(), scope }),
  }),
}))
