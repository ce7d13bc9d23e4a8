import { cluster } from '@breakwater/drizzle/tables/cluster.ts'
import { ne, type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { clusterAtRisk } from '../cluster-risks.ts'
import { ClusterState, ClusterType, SourceKind } from '../enums/asset.ts'
import { decodeIdsOf } from '../ids.ts'
import { Cluster } from '../refs.ts'
import type { Viewer } from '../viewer.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, is, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by, computed } from './order.ts'
import { DateTimeRange, IntRange, inRange, inTime } from './ranges.ts'
import { byNumber, byRisksOfCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'
import { assetTotal, coverageShare } from './totals.ts'

export const ClusterFilter = builder.inputType('ClusterFilter', {
  description: 'Which clusters. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Clusters are in no namespace and no registry.' }),
    ids: t.idList({ description: 'Ids of clusters.' }),
    text: t.string({ description: 'Text anywhere in the name, uid, type or distribution, in whatever case.' }),
    types: t.field({ type: [ClusterType], description: 'Types.' }),
    distributions: t.stringList({ description: 'Distributions, such as `EKS` or `k3s`.' }),
    states: t.field({ type: [ClusterState], description: 'States.' }),
    regions: t.stringList({ description: 'Regions.' }),
    sample: t.boolean({ description: 'Whether it is the sample cluster.' }),
    atRisk: t.boolean({
      description: 'Whether anything in it is at risk. Clusters that were not analyzed are neither.',
    }),
    versions: t.stringList({ description: 'Versions of Kubernetes, as the cluster tells them.' }),
    sourceKinds: t.field({ type: [SourceKind], description: 'How they are read.' }),
    nodes: t.field({ type: IntRange, description: 'How many nodes it has.' }),
    workloads: t.field({ type: IntRange, description: 'How many applications it has.' }),
    pods: t.field({ type: IntRange, description: 'How many pods it has.' }),
    containers: t.field({ type: IntRange, description: 'How many containers it has.' }),
    fullyCovered: t.boolean({
      description: 'Whether every kind that is read of it is seen whole. Clusters that were not read yet are not.',
    }),
    lastSync: t.field({
      type: DateTimeRange,
      description: 'When the last complete synchronization ended; before all times when there was none.',
    }),
  }),
})

const place = { cluster: cluster.uid }
const nodes = (viewer: Viewer) => assetTotal(viewer, 'NODE', place)
const workloads = (viewer: Viewer) => assetTotal(viewer, 'APPLICATION', place)
const pods = (viewer: Viewer) => assetTotal(viewer, 'POD', place)
const containers = (viewer: Viewer) => assetTotal(viewer, 'CONTAINER', place)
const covered = (viewer: Viewer) => coverageShare(viewer, cluster.uid)
const lastSync = sql`coalesce(${cluster.lastSyncAt}, 'epoch')`

export const clusterList = defineList({
  name: 'Cluster',
  plural: 'clusters',
  row: Cluster,
  table: cluster,
  filter: ClusterFilter,
  where: (filter, { viewer }) => [
    withinScope(filter.scope, { cluster: cluster.uid }),
    oneOf(cluster.uid, decodeIdsOf('Cluster', filter.ids)),
    containsText(filter.text, cluster.name, cluster.uid, cluster.type, cluster.distribution),
    oneOf(cluster.type, filter.types),
    oneOf(cluster.distribution, filter.distributions),
    oneOf(cluster.state, filter.states),
    // One that is being removed is gone for whoever does not ask for it.
    filter.states?.includes('DELETED') ? undefined : ne(cluster.state, 'DELETED'),
    oneOf(cluster.region, filter.regions),
    is(cluster.sample, filter.sample),
    atRisk({ type: 'Cluster', cluster: cluster.uid, risky: clusterAtRisk(viewer, cluster.uid) }, filter.atRisk),
    oneOf(cluster.version, filter.versions),
    oneOf(cluster.sourceKind, filter.sourceKinds),
    inRange(nodes(viewer), filter.nodes),
    inRange(workloads(viewer), filter.workloads),
    inRange(pods(viewer), filter.pods),
    inRange(containers(viewer), filter.containers),
    fullyCovered(viewer, filter.fullyCovered),
    inTime(lastSync, filter.lastSync),
  ],
  visible: (viewer) => visibleTo(viewer, cluster),
  orders: {
    NAME: { description: 'By name, whatever its case.', by: by(cluster, 'nameLower') },
    TYPE: { description: 'By type, then distribution.', by: by(cluster, 'type', 'distribution') },
    REGION: { description: 'By region.', by: by(cluster, 'region') },
    VERSION: { description: 'By version, as text.', by: by(cluster, 'version') },
    STATE: { description: 'By state.', by: by(cluster, 'state') },
    NODES: { description: 'By number of nodes.', ...byNumber('integer', nodes) },
    WORKLOADS: { description: 'By number of applications.', ...byNumber('integer', workloads) },
    PODS: { description: 'By number of pods.', ...byNumber('integer', pods) },
    CONTAINERS: { description: 'By number of containers.', ...byNumber('integer', containers) },
    RISKS: {
      description:
        'By number of open, unwaived risks in it: HIGH ones first, then MEDIUM, then LOW. What was not analyzed stands below none.',
      ...byRisksOfCluster(cluster.uid),
    },
    COVERAGE: {
      description: 'By the share of kinds that are seen whole. What was not read yet stands below none.',
      ...byNumber('float8', covered),
    },
    LAST_SYNC: {
      description: 'By when the last complete synchronization ended; never stands before all times.',
      by: [computed('timestamptz', lastSync)],
    },
    CONNECTED: { description: 'By when it was connected.', by: by(cluster, 'connectedAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(cluster, 'uid'),
})

function fullyCovered(viewer: Viewer, wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  return wanted ? sql`${covered(viewer)} = 1` : sql`${covered(viewer)} < 1`
}
