import { builder } from '../builder.ts'
import { countsOfNamespace } from '../counts.ts'
import { list } from '../lists/list.ts'
import { namespaceList } from '../lists/namespace-list.ts'
import { workloadList } from '../lists/workload-list.ts'
import { Asset, Namespace, Node } from '../refs.ts'
import { AssetCount } from './counts.ts'

Namespace.implement({
  description: 'A namespace of a cluster.',
  interfaces: [Node, Asset],
  fields: (t) => ({
    phase: t.exposeString('phase', { description: 'As in Kubernetes, such as `Active`.' }),
    assetCounts: t.field({
      type: [AssetCount],
      description: 'What it contains, kind by kind.',
      resolve: (namespace, _args, context) => countsOfNamespace(context, namespace.cluster, namespace.name),
    }),
    workloads: list(t, workloadList, {
      description: 'Its workloads.',
      within: ({ cluster, name }) => ({ cluster, namespace: name }),
    }),
  }),
})

builder.queryField('namespaces', (t) => list(t, namespaceList, { description: 'Namespaces of all clusters.' }))
