import { builder } from '../builder.ts'
import type { Context } from '../context.ts'
import { encodeId } from '../ids.ts'
import { historyList } from '../lists/history-list.ts'
import { list } from '../lists/list.ts'
import { riskList } from '../lists/risk-list.ts'
import { loadersOf } from '../loaders.ts'
import { Asset, type AssetRow, Cluster, Node } from '../refs.ts'
import { type AssetTypeName, riskSummary } from '../risk-summary.ts'
import { RiskSummary } from './counts.ts'
import { Label, labelsOf } from './label.ts'
import { required } from './required.ts'

/** What all synchronized assets have in common; the types that implement it get these fields with their resolvers. */
Asset.implement({
  description: 'Something that runs in a cluster.',
  interfaces: [Node],
  fields: (t) => ({
    // The id of an asset is that of its own type; the type that is resolved tells which.
    id: t.id({
      description: 'Opaque, and the same after every synchronization.',
      resolve: (asset, _args, _context, info) => encodeId(info.parentType.name, asset.id),
    }),
    name: t.exposeString('name', { description: 'Its name in Kubernetes.' }),
    cluster: t.field({
      type: Cluster,
      description: 'The cluster that it is in.',
      resolve: async (asset, _args, context) =>
        required(await loadersOf(context).nodes.Cluster.load(asset.cluster), 'cluster'),
    }),
    present: t.exposeBoolean('present', { description: 'Whether it is still there; what is gone is kept as history.' }),
    firstSeen: t.expose('firstSeenAt', { type: 'DateTime', description: 'When a synchronization first found it.' }),
    lastSeen: t.field({
      type: 'DateTime',
      nullable: true,
      description: 'When it was last seen: the last complete reading of its kind, or when it went.',
      resolve: (asset, _args, context, info) => lastSeen(context, info.parentType.name, asset),
    }),
    created: t.expose('createdAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When it was created in Kubernetes, where that is told.',
    }),
    labels: t.field({
      type: [Label],
      description: 'Its labels, sorted by key.',
      resolve: (asset) => labelsOf(asset.labels),
    }),
    riskSummary: t.field({
      type: RiskSummary,
      description: 'What is wrong with it and with all that is in it.',
      resolve: (asset, _args, context, info) =>
        riskSummary(context, { ...asset, type: info.parentType.name as AssetTypeName }),
    }),
  }),
})

builder.interfaceField(Asset, 'risks', (t) =>
  list(t, riskList, {
    description: 'Risks of this asset itself.',
    within: (asset, type) => ({ assetType: type, assetId: asset.id }),
  }),
)

builder.interfaceField(Asset, 'history', (t) =>
  list(t, historyList, {
    description: 'What happened to it, as far back as changes are kept.',
    within: (asset, type) => ({ type, node: asset.id }),
  }),
)

async function lastSeen(context: Context, type: string, asset: AssetRow): Promise<Date | null> {
  if (!asset.present) return asset.lastSeenAt
  const loaders = loadersOf(context)
  const kinds = await loaders.coverage.load(asset.cluster)
  const kind = kindOf(type, asset)
  const seen = kinds.find((row) => row.kind === kind) ?? kinds.find((row) => row.kind === 'Pod')
  if (seen?.lastCompleteAt) return seen.lastCompleteAt
  return (await loaders.nodes.Cluster.load(asset.cluster))?.lastSyncAt ?? null
}

/** The kind of Kubernetes object that an asset was read from. A workload tells its own; containers are read with their pods. */
function kindOf(type: string, asset: AssetRow): string {
  if (type === 'ClusterNode') return 'Node'
  if (type === 'Workload' && 'kind' in asset && typeof asset.kind === 'string') return asset.kind
  return type === 'Container' ? 'Pod' : type
}
