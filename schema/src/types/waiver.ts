import { risk } from '@breakwater/drizzle/tables/risk.ts'
import { requireRole } from '../access.ts'
import { builder } from '../builder.ts'
import { AssetType, RiskKind } from '../enums/risk.ts'
import { readable } from '../errors.ts'
import { encodeId } from '../ids.ts'
import { list } from '../lists/list.ts'
import { riskList } from '../lists/risk-list.ts'
import { waiverList } from '../lists/waiver-list.ts'
import { loadersOf } from '../loaders.ts'
import { WaiverTargetInput, waiverTarget } from '../mutations/waiver-target.ts'
import { Cluster, Node, Waiver } from '../refs.ts'
import { anyOf } from '../visible.ts'
import { Label, labelsOf } from './label.ts'

Waiver.implement({
  description: 'A finding accepted by someone, for a reason, until a date. All selectors that are given must hold.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: 'Opaque, and always the same.', resolve: (waiver) => encodeId('Waiver', waiver.id) }),
    kind: t.expose('kind', {
      type: RiskKind,
      nullable: true,
      description: 'Kind of risks that it accepts; null: any.',
    }),
    rule: t.exposeString('rule', { description: 'Rule or CVE that it accepts; empty: any.' }),
    assetType: t.expose('assetType', {
      type: AssetType,
      nullable: true,
      description: 'Type of assets that it is for; null: any.',
    }),
    assetId: t.id({
      nullable: true,
      description: 'Id of the one asset that it is for; null: it is not for one asset.',
      resolve: ({ assetId, assetType }) => (assetId && assetType ? encodeId(assetType, assetId) : null),
    }),
    assetName: t.exposeString('assetName', {
      description: 'Name of assets that it is for, `*` standing for any run of characters; empty: any.',
    }),
    cluster: t.field({
      type: Cluster,
      nullable: true,
      description: 'The cluster that it is for; null: any.',
      resolve: (waiver, _args, context) =>
        waiver.cluster ? loadersOf(context).nodes.Cluster.load(waiver.cluster) : null,
    }),
    namespace: t.exposeString('namespace', { description: 'Name of the namespace that it is for; empty: any.' }),
    registry: t.exposeString('registry', { description: 'The registry that it is for; empty: any.' }),
    labels: t.field({
      type: [Label],
      description: 'Labels that assets must have.',
      resolve: (waiver) => labelsOf(waiver.labels),
    }),
    oneRisk: t.boolean({
      description:
        'Whether it is for one risk as it was when it was accepted, and holds no longer once that has grown.',
      resolve: ({ binding }) => binding !== null,
    }),
    reason: t.exposeString('reason', { description: 'Why the risks are accepted.' }),
    owner: t.exposeString('owner', { description: 'Who answers for it.' }),
    until: t.expose('until', { type: 'DateTime', description: 'After this moment its risks count again.' }),
    ended: t.exposeBoolean('ended', { description: 'Whether somebody ended it before.' }),
    hides: t.exposeInt('hides', { description: 'Open risks that it hides now; 0: it is dead.' }),
    created: t.expose('createdAt', { type: 'DateTime', description: 'When it was written.' }),
    createdBy: t.exposeString('createdBy', { description: 'Who wrote it.' }),
  }),
})

const WaiverPreview = builder
  .objectRef<{ readonly hides: number; readonly riskIds: readonly string[] }>('WaiverPreview')
  .implement({
    description: 'What a waiver would hide.',
    fields: (t) => ({
      hides: t.exposeInt('hides', { description: 'Open risks that it would hide.' }),
      risks: list(t, riskList, {
        description: 'The risks that it would hide, the first 1,000 of them.',
        where: (preview) => anyOf(risk.id, preview.riskIds),
      }),
    }),
  })

/** Risks of a preview that can be paged through. */
const PREVIEW_LIMIT = 1_000

builder.queryFields((t) => ({
  waivers: list(t, waiverList, { description: 'Waivers, also those that have run out.' }),
  previewWaiver: t.field({
    type: WaiverPreview,
    description: 'What a waiver would hide, before it is written.',
    args: { input: t.arg({ type: WaiverTargetInput, required: true, description: 'What the waiver would be for.' }) },
    resolve: (_root, { input }, context) => {
      requireRole(context.viewer, 'OPERATOR', 'preview waivers')
      const preview = context.services.waivers.preview(waiverTarget(input), context.viewer, PREVIEW_LIMIT)
      return preview.catch((error: unknown) => {
        throw readable(error)
      })
    },
  }),
}))
