import { differingFields } from '../difference-fields.ts'
import { DifferenceKind } from '../enums/difference.ts'
import { encodeId } from '../ids.ts'
import { introducerOf } from '../introducers.ts'
import { loadersOf } from '../loaders.ts'
import { loadNodeByKey } from '../node.ts'
import { Cluster, Difference, Node } from '../refs.ts'
import { ChangedField } from './history.ts'

Difference.implement({
  description: 'How an asset, or another object of a cluster, differs between two moments.',
  fields: (t) => ({
    type: t.exposeString('type', {
      description: "An asset's type, such as `Workload`, or the kind of another object.",
    }),
    nodeId: t.id({ description: 'Id of what differs.', resolve: (row) => encodeId(row.type, row.node) }),
    name: t.string({
      description: 'Its name; of a container after that of its pod or workload.',
      resolve: async ({ type, node, name }, _args, context) =>
        type === 'Cluster' ? ((await loadersOf(context).nodes.Cluster.load(node))?.name ?? name) : name,
    }),
    namespace: t.exposeString('namespace', { description: 'Name of the namespace that it is in; empty: none.' }),
    cluster: t.field({
      type: Cluster,
      nullable: true,
      description: 'The cluster that it is in; null when that was removed.',
      resolve: async (row, _args, context) => (await loadersOf(context).nodes.Cluster.load(row.cluster)) ?? null,
    }),
    kind: t.expose('kind', { type: DifferenceKind, description: 'Whether it is new, gone or changed.' }),
    changes: t.exposeInt('changes', { description: 'How often it changed.' }),
    at: t.expose('at', { type: 'DateTime', description: 'When the last of its changes was seen.' }),
    fields: t.field({
      type: [ChangedField],
      description:
        'Fields that can be filtered by, before and after: all of what is new or gone, the changed ones otherwise. None: it changed elsewhere.',
      resolve: (row, _args, context) => differingFields(context, row),
    }),
    introducedBy: t.string({
      nullable: true,
      description:
        'Who brought it into the cluster, as its managed fields, labels and annotations say; null when they do not. Not proven: whoever may write the object may write these.',
      resolve: async (row, _args, context) => (await introducerOf(context, row.type, row.node)) ?? null,
    }),
    asset: t.field({
      type: Node,
      nullable: true,
      description: 'It, as it is now; null for objects that are no assets, and for what is no longer kept.',
      resolve: (row, _args, context) => loadNodeByKey(context, { type: row.type, key: row.node }),
    }),
  }),
})
