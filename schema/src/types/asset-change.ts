import type { OPERATIONS } from '@breakwater/drizzle/tables/change.ts'
import type { ASSET_TYPES } from '@breakwater/drizzle/tables/risk.ts'
import { builder } from '../builder.ts'
import { type ChangeSummaryShape, summarizeChanges } from '../change-summary.ts'
import { ChangeOperation } from '../enums/access.ts'
import { AssetType } from '../enums/risk.ts'
import { encodeId } from '../ids.ts'
import { assetChangeList, CHANGES_LOOKED_AT } from '../lists/asset-change-list.ts'
import { list } from '../lists/list.ts'
import { ScopeInput } from '../lists/scope-input.ts'
import { loadersOf } from '../loaders.ts'
import { AssetChange, Cluster } from '../refs.ts'

AssetChange.implement({
  description:
    'An asset and one thing that happened to it, however often: what appeared and went again stands here twice.',
  fields: (t) => ({
    type: t.expose('type', { type: AssetType, description: 'The type of the asset.' }),
    nodeId: t.id({ description: 'Id of the asset.', resolve: ({ type, node }) => encodeId(type, node) }),
    name: t.string({
      description: 'Its name.',
      resolve: async ({ type, node, name }, _args, context) =>
        type === 'Cluster' ? ((await loadersOf(context).nodes.Cluster.load(node))?.name ?? name) : name,
    }),
    operation: t.expose('operation', { type: ChangeOperation, description: 'What happened to it.' }),
    cluster: t.field({
      type: Cluster,
      nullable: true,
      description: 'The cluster that it is in; null when that is no longer connected.',
      resolve: ({ cluster }, _args, context) => (cluster ? loadersOf(context).nodes.Cluster.load(cluster) : null),
    }),
    namespace: t.exposeString('namespace', { description: 'Name of the namespace that it is in; empty: none.' }),
    changes: t.exposeInt('changes', { description: 'How often it happened.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When it happened last.' }),
  }),
})

interface ChangeCountShape {
  readonly type: (typeof ASSET_TYPES)[number]
  readonly operation: (typeof OPERATIONS)[number]
  readonly total: number
}

const ChangeCount = builder.objectRef<ChangeCountShape>('ChangeCount').implement({
  description: 'How many assets of a type something happened to.',
  fields: (t) => ({
    type: t.expose('type', { type: AssetType, description: 'The type.' }),
    operation: t.expose('operation', { type: ChangeOperation, description: 'What happened.' }),
    total: t.exposeInt('total', {
      description: 'To how many assets: the total of `assetChanges` for the same type, operation and time.',
    }),
  }),
})

const ChangeSummary = builder.objectRef<ChangeSummaryShape>('ChangeSummary').implement({
  description: 'What became of the assets between two moments.',
  fields: (t) => ({
    since: t.field({
      type: 'DateTime',
      description: 'From when on changes are counted: what was asked for, or later when `complete` is false.',
      resolve: (summary) => summary.since,
    }),
    until: t.field({
      type: 'DateTime',
      description: 'Changes before this are counted.',
      resolve: ({ until }) => until,
    }),
    complete: t.exposeBoolean('complete', {
      description: `Whether all changes since then were counted: of more than ${CHANGES_LOOKED_AT.toLocaleString('en')} only the newest are.`,
    }),
    counts: t.field({
      type: [ChangeCount],
      description: 'By type and by what happened; what did not happen is left out.',
      resolve: (summary) => [...summary.counts],
    }),
  }),
})

builder.queryFields((t) => ({
  assetChanges: list(t, assetChangeList, {
    description: `Assets to which something happened: of the newest ${CHANGES_LOOKED_AT.toLocaleString('en')} changes that are kept.`,
  }),
  changeSummary: t.field({
    type: ChangeSummary,
    description: 'How many assets are new, gone and changed since a moment. What changed twice counts once.',
    args: {
      since: t.arg({ type: 'DateTime', required: true, description: 'From this moment on.' }),
      until: t.arg({ type: 'DateTime', description: 'Before this moment; until now when not given.' }),
      scope: t.arg({ type: ScopeInput, description: 'Where to look; everywhere when not given.' }),
    },
    resolve: (_root, args, context) => summarizeChanges(context, args),
  }),
}))
