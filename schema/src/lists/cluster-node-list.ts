import { clusterNode } from '@breakwater/drizzle/tables/asset.ts'
import { builder } from '../builder.ts'
import { NodeReadiness } from '../enums/asset.ts'
import { ClusterNode } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, oneOf, presence } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const ClusterNodeFilter = builder.inputType('ClusterNodeFilter', {
  description: 'Which nodes of clusters. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Nodes are in no namespace and no registry.' }),
    text: t.string({ description: 'Text anywhere in the name, id, addresses or zone, in whatever case.' }),
    readiness: t.field({ type: [NodeReadiness], description: 'Readiness.' }),
    atRisk: t.boolean({ description: 'Whether it is at risk. What was not analyzed is neither.' }),
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
    atRisk('ClusterNode', clusterNode.id, clusterNode.cluster, filter.atRisk),
    presence(clusterNode.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, clusterNode),
  orders: {
    NAME: { description: 'By name.', by: by(clusterNode, 'name') },
    KUBELET_VERSION: { description: 'By version of the kubelet, as text.', by: by(clusterNode, 'kubeletVersion') },
    ZONE: { description: 'By zone.', by: by(clusterNode, 'zone') },
    INTERNAL_IP: { description: 'By internal address, as text.', by: by(clusterNode, 'internalIp') },
    PODS: { description: 'By number of pods.', by: by(clusterNode, 'pods') },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(clusterNode, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(clusterNode, 'id'),
  rollUp: 'NODE',
})
