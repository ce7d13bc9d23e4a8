import { clusterNode } from '@breakwater/drizzle/tables/asset.ts'
import { sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { NodeReadiness } from '../enums/asset.ts'
import { ClusterNode } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, holdsAny, oneOf, presence } from './conditions.ts'
import { defineList } from './definition.ts'
import { hasLabels, LabelFilter } from './label-filter.ts'
import { by, computed, RISK_COLUMNS, RISKS_ORDER } from './order.ts'
import { DateTimeRange, IntRange, inRange, inTime } from './ranges.ts'
import { byCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const ClusterNodeFilter = builder.inputType('ClusterNodeFilter', {
  description: 'Which nodes of clusters. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Nodes are in no namespace and no registry.' }),
    text: t.string({ description: 'Text anywhere in the name, id, addresses or zone, in whatever case.' }),
    readiness: t.field({ type: [NodeReadiness], description: 'Readiness.' }),
    roles: t.stringList({ description: 'Roles, such as `control-plane`.' }),
    kubeletVersions: t.stringList({ description: 'Versions of the kubelet.' }),
    internalIps: t.stringList({ description: 'Internal addresses.' }),
    zones: t.stringList({ description: 'Zones.' }),
    osImages: t.stringList({ description: 'Operating systems, as the node tells them.' }),
    pods: t.field({ type: IntRange, description: 'How many pods it runs.' }),
    atRisk: t.boolean({ description: 'Whether it is at risk. What was not analyzed is neither.' }),
    labels: t.field({ type: [LabelFilter], description: 'Labels that it has, all of them.' }),
    firstSeen: t.field({ type: DateTimeRange, description: 'When it was first seen.' }),
    gone: t.boolean({ description: 'True: only what is gone. Otherwise only what is there.' }),
  }),
})

export const clusterNodeList = defineList({
  name: 'ClusterNode',
  plural: 'nodes of clusters',
  row: ClusterNode,
  table: clusterNode,
  filter: ClusterNodeFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: clusterNode.cluster }),
    containsText(
      filter.text,
      clusterNode.name,
      clusterNode.id,
      clusterNode.internalIp,
      clusterNode.externalIp,
      clusterNode.zone,
    ),
    oneOf(clusterNode.ready, filter.readiness),
    holdsAny(clusterNode.roles, filter.roles),
    oneOf(clusterNode.kubeletVersion, filter.kubeletVersions),
    oneOf(clusterNode.internalIp, filter.internalIps),
    oneOf(clusterNode.zone, filter.zones),
    oneOf(clusterNode.osImage, filter.osImages),
    inRange(clusterNode.pods, filter.pods),
    atRisk({ type: 'ClusterNode', cluster: clusterNode.cluster, risky: clusterNode.atRisk }, filter.atRisk),
    hasLabels(clusterNode.labels, filter.labels),
    inTime(clusterNode.firstSeenAt, filter.firstSeen),
    presence(clusterNode.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, clusterNode),
  orders: {
    NAME: { description: 'By name.', by: by(clusterNode, 'name') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(clusterNode.cluster) },
    READINESS: { description: 'By readiness.', by: by(clusterNode, 'ready') },
    ROLES: {
      description: 'By roles, as text.',
      by: [computed('text', sql`array_to_string(${clusterNode.roles}, ', ')`)],
    },
    KUBELET_VERSION: { description: 'By version of the kubelet, as text.', by: by(clusterNode, 'kubeletVersion') },
    ZONE: { description: 'By zone.', by: by(clusterNode, 'zone') },
    INTERNAL_IP: { description: 'By internal address, as text.', by: by(clusterNode, 'internalIp') },
    OS: { description: 'By operating system.', by: by(clusterNode, 'osImage') },
    PODS: { description: 'By number of pods.', by: by(clusterNode, 'pods') },
    RISKS: { description: RISKS_ORDER, by: by(clusterNode, ...RISK_COLUMNS) },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(clusterNode, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(clusterNode, 'id'),
  rollUp: 'NODE',
})
