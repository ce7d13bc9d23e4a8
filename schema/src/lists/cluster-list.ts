import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { ne } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { ClusterState, ClusterType, SourceKind } from '../enums/asset.ts'
import { decodeIdsOf } from '../ids.ts'
import { Cluster } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, is, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'

export const ClusterFilter = builder.inputType('ClusterFilter', {
  description: 'Which clusters. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    ids: t.idList({ description: 'Ids of clusters.' }),
    text: t.string({ description: 'Text anywhere in the name, uid, type or distribution, in whatever case.' }),
    types: t.field({ type: [ClusterType], description: 'Types.' }),
    states: t.field({ type: [ClusterState], description: 'States.' }),
    regions: t.stringList({ description: 'Regions.' }),
    sample: t.boolean({ description: 'Whether it is the sample cluster.' }),
    atRisk: t.boolean({
      description: 'Whether anything in it is at risk. Clusters that were not analyzed are neither.',
    }),
    versions: t.stringList({ description: 'Versions of Kubernetes, as the cluster tells them.' }),
    sourceKinds: t.field({ type: [SourceKind], description: 'How they are read.' }),
  }),
})

export const clusterList = defineList({
  name: 'Cluster',
  plural: 'clusters',
  row: Cluster,
  table: cluster,
  filter: ClusterFilter,
  where: (filter) => [
    oneOf(cluster.uid, decodeIdsOf('Cluster', filter.ids)),
    containsText(filter.text, cluster.name, cluster.uid, cluster.type, cluster.distribution),
    oneOf(cluster.type, filter.types),
    oneOf(cluster.state, filter.states),
    // One that is being removed is gone for whoever does not ask for it.
    filter.states?.includes('DELETED') ? undefined : ne(cluster.state, 'DELETED'),
    oneOf(cluster.region, filter.regions),
    is(cluster.sample, filter.sample),
    atRisk('Cluster', cluster.uid, cluster.uid, filter.atRisk),
    oneOf(cluster.version, filter.versions),
    oneOf(cluster.sourceKind, filter.sourceKinds),
  ],
  visible: (viewer) => visibleTo(viewer, cluster),
  orders: {
    NAME: { description: 'By name, whatever its case.', by: by(cluster, 'nameLower') },
    TYPE: { description: 'By type.', by: by(cluster, 'type') },
    REGION: { description: 'By region.', by: by(cluster, 'region') },
    VERSION: { description: 'By version, as text.', by: by(cluster, 'version') },
    STATE: { description: 'By state.', by: by(cluster, 'state') },
    CONNECTED: { description: 'By when it was connected.', by: by(cluster, 'connectedAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(cluster, 'uid'),
})
