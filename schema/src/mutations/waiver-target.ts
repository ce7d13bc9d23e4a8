import { builder } from '../builder.ts'
import { AssetType, RiskKind } from '../enums/risk.ts'
import { decodeId, decodeIdOf } from '../ids.ts'
import type { WaiverTarget } from '../services.ts'

const LabelInput = builder.inputType('LabelInput', {
  description: 'A label that an asset must have.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'Its key, with the prefix if it has one.' }),
    value: t.string({ required: true, description: 'Its value.' }),
  }),
})

export const WaiverTargetInput = builder.inputType('WaiverTargetInput', {
  description: 'Which risks a waiver is for. All that is given must hold; at least one must be given.',
  fields: (t) => ({
    risk: t.id({
      description:
        'Id of one risk, as it is now; nothing else is given then. Where it can grow, as an exposure can, it is open again once it has.',
    }),
    kind: t.field({ type: RiskKind, description: 'Kind of risks.' }),
    rule: t.string({ description: 'Rule or CVE.' }),
    assetType: t.field({ type: AssetType, description: 'Type of assets.' }),
    assetId: t.id({ description: 'Id of one asset.' }),
    assetName: t.string({ description: 'Name of assets, `*` standing for any run of characters.' }),
    cluster: t.id({ description: 'Id of the cluster that they are in.' }),
    namespace: t.string({ description: 'Name of the namespace that they are in.' }),
    registry: t.string({ description: 'Registry that they are in.' }),
    labels: t.field({ type: [LabelInput], description: 'Labels that they have.' }),
  }),
})

/** The target as the service takes it. Throws a GraphQLError for ids that are none. */
export function waiverTarget(input: typeof WaiverTargetInput.$inferInput): WaiverTarget {
  const asset = input.assetId ? decodeId(input.assetId) : undefined
  const assetType = asset?.type ?? input.assetType
  return {
    ...(input.risk && { risk: decodeIdOf('Risk', input.risk) }),
    ...(input.kind && { kind: input.kind }),
    ...(input.rule && { rule: input.rule }),
    ...(assetType && { assetType }),
    ...(asset && { assetId: asset.key }),
    ...(input.assetName && { assetName: input.assetName }),
    ...(input.cluster && { cluster: decodeIdOf('Cluster', input.cluster) }),
    ...(input.namespace && { namespace: input.namespace }),
    ...(input.registry && { registry: input.registry }),
    ...(input.labels?.length && { labels: Object.fromEntries(input.labels.map(({ key, value }) => [key, value])) }),
  }
}
