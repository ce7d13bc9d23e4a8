import { BENCHMARK_VERSIONS } from '../benchmark-service.ts'
import { builder } from '../builder.ts'
import { CisVersion, NodeReportSource } from '../enums/benchmark.ts'
import { encodeId } from '../ids.ts'
import { list } from '../lists/list.ts'
import { nodeReportList } from '../lists/node-report-list.ts'
import { loadersOf } from '../loaders.ts'
import { Cluster, ClusterNode, Node, NodeReport } from '../refs.ts'
import { required } from './required.ts'

NodeReport.implement({
  description:
    'What a node told of checks of the CIS benchmark that only it can answer. A newer one of the same source replaces it.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({ description: 'Opaque, and stable.', resolve: ({ id }) => encodeId('NodeReport', id) }),
    cluster: t.field({
      type: Cluster,
      description: 'The cluster that the node is in.',
      resolve: async (row, _args, context) =>
        required(await loadersOf(context).nodes.Cluster.load(row.cluster), 'cluster'),
    }),
    node: t.exposeString('node', { description: 'Name of the node.' }),
    clusterNode: t.field({
      type: ClusterNode,
      nullable: true,
      description: 'The node; null when it is gone: then the report counts no more.',
      resolve: async ({ cluster, node }, _args, context) => {
        const row = await loadersOf(context).nodes.ClusterNode.load(`${cluster}/${node}`)
        return row?.present ? row : null
      },
    }),
    source: t.expose('source', { type: NodeReportSource, description: 'Who looked at it.' }),
    versions: t.field({
      type: [CisVersion],
      description: 'The versions of the benchmark that it tells of.',
      resolve: ({ states }) => BENCHMARK_VERSIONS.filter((version) => version in states),
    }),
    read: t.expose('readAt', { type: 'DateTime', description: 'When it was brought.' }),
    readBy: t.exposeString('readBy', { description: 'By whom.' }),
  }),
})

builder.queryField('nodeReports', (t) =>
  list(t, nodeReportList, {
    description: 'What nodes told of checks that only they can answer. For who sees all of a cluster.',
  }),
)
