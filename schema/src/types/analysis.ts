import { type AnalysisShape, analysesOf } from '../analyses.ts'
import { builder } from '../builder.ts'
import { RiskKind } from '../enums/risk.ts'
import { ScopeInput } from '../lists/scope-input.ts'

const Analysis = builder.objectRef<AnalysisShape>('Analysis').implement({
  description: 'What looks for risks of a kind, and how far it has come.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RiskKind, description: 'The kind of risks.' }),
    available: t.exposeBoolean('available', { description: 'Whether this server can look for them, or has done so.' }),
    analyzed: t.exposeInt('analyzed', { description: 'In how many of the clusters it has looked.' }),
    incomplete: t.exposeInt('incomplete', { description: 'In how many of these it could not look at everything.' }),
    clusters: t.exposeInt('clusters', { description: 'How many clusters there are to look in.' }),
    last: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it looked last; null: never.',
      resolve: ({ last }) => last,
    }),
  }),
})

builder.queryField('analyses', (t) =>
  t.field({
    type: [Analysis],
    description: 'An entry for each kind of risk: whether anything looks for it, and where it has looked.',
    args: { scope: t.arg({ type: ScopeInput, description: 'In which clusters; in all when not given.' }) },
    resolve: (_root, { scope }, context) => analysesOf(context, scope),
  }),
)
