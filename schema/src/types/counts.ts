import { builder } from '../builder.ts'
import { type AssetCountShape, countAssets } from '../counts.ts'
import { AssetKind } from '../enums/asset.ts'
import { RiskKind } from '../enums/risk.ts'
import { ScopeInput } from '../lists/scope-input.ts'
import type { RiskKindCountShape, RiskSummaryShape } from '../risk-summary.ts'

export const AssetCount = builder.objectRef<AssetCountShape>('AssetCount').implement({
  description: 'How many assets of a kind there are, and how many of them are at risk.',
  fields: (t) => ({
    kind: t.expose('kind', { type: AssetKind, description: 'What is counted.' }),
    total: t.exposeInt('total', { description: 'How many are there.' }),
    atRisk: t.exposeInt('atRisk', {
      nullable: true,
      description:
        'How many are at risk: have an open, unwaived risk of priority HIGH, or as the settings say; null until something was analyzed.',
    }),
    analyzedClusters: t.exposeInt('analyzedClusters', { description: 'How many of the clusters were analyzed.' }),
    clusters: t.exposeInt('clusters', { description: 'How many clusters these assets are looked for in.' }),
    notAnalyzedReason: t.exposeString('notAnalyzedReason', {
      nullable: true,
      description: 'Why `atRisk` is null, or what it does not cover, such as "3 of 5 clusters analyzed".',
    }),
  }),
})

const RiskKindCount = builder.objectRef<RiskKindCountShape>('RiskKindCount').implement({
  description: 'Open risks of one kind by priority. Null, with a reason, until the kind was analyzed: never 0.',
  fields: (t) => ({
    kind: t.expose('kind', { type: RiskKind, description: 'The kind of risks.' }),
    high: t.exposeInt('high', { nullable: true, description: 'Unwaived ones of priority HIGH.' }),
    medium: t.exposeInt('medium', { nullable: true, description: 'Unwaived ones of priority MEDIUM.' }),
    low: t.exposeInt('low', { nullable: true, description: 'Unwaived ones of priority LOW.' }),
    waived: t.exposeInt('waived', { nullable: true, description: 'Those that a waiver accepts, of any priority.' }),
    notAnalyzedReason: t.exposeString('notAnalyzedReason', {
      nullable: true,
      description: 'Why the numbers are null, or what they do not cover.',
    }),
  }),
})

export const RiskSummary = builder.objectRef<RiskSummaryShape>('RiskSummary').implement({
  description: 'What is wrong with an asset and with all that is in it. Null, with a reason, until it was analyzed.',
  fields: (t) => ({
    atRisk: t.exposeBoolean('atRisk', {
      nullable: true,
      description: 'Whether there is an open, unwaived risk of priority HIGH, or as the settings say.',
    }),
    high: t.exposeInt('high', { nullable: true, description: 'Open, unwaived risks of priority HIGH.' }),
    medium: t.exposeInt('medium', { nullable: true, description: 'Open, unwaived risks of priority MEDIUM.' }),
    low: t.exposeInt('low', { nullable: true, description: 'Open, unwaived risks of priority LOW.' }),
    notAnalyzedReason: t.exposeString('notAnalyzedReason', {
      nullable: true,
      description: 'Why the numbers are null, or what they do not cover.',
    }),
    byKind: t.expose('byKind', {
      type: [RiskKindCount],
      description: 'An entry for each kind of risk. Empty below a namespace, where all kinds are counted together.',
    }),
  }),
})

builder.queryField('assetCounts', (t) =>
  t.field({
    type: [AssetCount],
    description: 'The seven kinds of assets, each with its at-risk twin.',
    args: { scope: t.arg({ type: ScopeInput, description: 'Where to count; everywhere when not given.' }) },
    resolve: (_root, { scope }, context) => countAssets(context, scope),
  }),
)
