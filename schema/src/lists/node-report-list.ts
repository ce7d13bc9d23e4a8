import { bytewise } from '@breakwater/drizzle/tables/columns.ts'
import { nodeReport } from '@breakwater/drizzle/tables/posture.ts'
import { builder } from '../builder.ts'
import { NodeReportSource } from '../enums/benchmark.ts'
import { NodeReport } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'
import { byCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

const NodeReportFilter = builder.inputType('NodeReportFilter', {
  description: 'Which reports of nodes. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Nodes are in no namespace and no registry.' }),
    nodes: t.stringList({ description: 'Names of nodes.' }),
    sources: t.field({ type: [NodeReportSource], description: 'Who looked at the node.' }),
    read: t.field({ type: DateTimeRange, description: 'When it was brought.' }),
  }),
})

export const nodeReportList = defineList({
  name: 'NodeReport',
  plural: 'reports of nodes',
  row: NodeReport,
  table: nodeReport,
  filter: NodeReportFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: nodeReport.cluster }),
    oneOf(nodeReport.node, filter.nodes),
    oneOf(bytewise(nodeReport.source), filter.sources),
    inTime(nodeReport.readAt, filter.read),
  ],
  visible: (viewer) => visibleTo(viewer, nodeReport),
  orders: {
    NODE: { description: 'By name of the node.', by: by(nodeReport, 'node') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(nodeReport.cluster) },
    READ: { description: 'By when it was brought.', by: by(nodeReport, 'readAt') },
  },
  defaultOrder: { field: 'NODE', direction: 'ASC' },
  key: by(nodeReport, 'id'),
})
