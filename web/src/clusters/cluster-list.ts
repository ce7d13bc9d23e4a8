import { graphql, type Scalar } from '../api/graphql.ts'
import { PageFragment, RiskSummaryFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'

export const CLUSTER_TYPES = [
  'MANAGED',
  'DEDICATED',
  'SELF_MANAGED',
  'SERVERLESS',
  'EDGE',
  'UNKNOWN',
] as const satisfies readonly Scalar<'ClusterType'>[]
const CLUSTER_STATES = [
  'PENDING',
  'RUNNING',
  'DEGRADED',
  'UNREACHABLE',
  'STOPPED',
  'DELETED',
  'FAILED',
] as const satisfies readonly Scalar<'ClusterState'>[]
const SOURCE_KINDS = ['KUBECONFIG', 'IN_CLUSTER', 'SNAPSHOT'] as const satisfies readonly Scalar<'SourceKind'>[]

export const ClusterRowFragment = graphql(
  `
    fragment ClusterRow on Cluster {
      id
      uid
      name
      type
      typeEvidence
      distribution
      region
      version
      state
      stateCause
      stateAdvice
      sourceKind
      server
      sample
      sampleDay
      connected
      lastSync
      assetCounts {
        kind
        total
        atRisk
        analyzedClusters
        clusters
        notAnalyzedReason
      }
      riskSummary {
        ...RiskSummaryParts
      }
      coverage {
        kinds
        complete
        gaps {
          kind
          reason
          message
          advice
        }
      }
      watch {
        state
        kinds
        watching
        heard
        lagMs
      }
      currentTask {
        id
        kind
        state
        stage
        progress
      }
      exposureTask {
        id
        kind
        state
        stage
        progress
      }
      checkTask {
        id
        kind
        state
        stage
        progress
      }
    }
  `,
  [RiskSummaryFragment],
)

const ClusterListQuery = graphql(
  `
    query ClusterList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: ClusterFilter
      $orderBy: ClusterOrder
    ) {
      list: clusters(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...ClusterRow
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [ClusterRowFragment, PageFragment],
)

export const clusterList = defineList({
  type: 'Cluster',
  page: ClusterListQuery,
  total: graphql(`
    query ClusterTotal($filter: ClusterFilter) {
      list: clusters(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  rows: graphql(
    `
      query ClusterRows($ids: [ID!]!) {
        nodes(ids: $ids) {
          __typename
          id
          ...ClusterRow
        }
      }
    `,
    [ClusterRowFragment],
  ),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    types: {
      kind: 'choices',
      label: 'cluster.type',
      options: choicesOf(CLUSTER_TYPES, (type) => text(`clusterType.${type}`)),
    },
    states: {
      kind: 'choices',
      label: 'asset.state',
      options: choicesOf(CLUSTER_STATES, (state) => text(`clusterState.${state}`)),
    },
    regions: { kind: 'values', label: 'cluster.region' },
    versions: { kind: 'values', label: 'cluster.version' },
    sourceKinds: {
      kind: 'choices',
      label: 'cluster.source',
      options: choicesOf(SOURCE_KINDS, (kind) => text(`sourceKind.${kind}`)),
    },
    atRisk: { kind: 'flag', label: 'filter.atRisk' },
    sample: { kind: 'flag', label: 'cluster.sample' },
    distributions: {
      kind: 'values',
      label: 'cluster.distribution',
      suggestions: ['ACK', 'AKS', 'EKS', 'GKE', 'k3s', 'OpenShift'],
      rare: true,
    },
    nodes: { kind: 'numbers', label: 'asset.nodes', rare: true },
    workloads: { kind: 'numbers', label: 'asset.workloads', rare: true },
    pods: { kind: 'numbers', label: 'asset.pods', rare: true },
    containers: { kind: 'numbers', label: 'asset.containers', rare: true },
    fullyCovered: { kind: 'flag', label: 'cluster.fullyCovered', rare: true },
    lastSync: { kind: 'days', label: 'cluster.lastSync', rare: true },
  },
  orderFields: [
    'NAME',
    'TYPE',
    'REGION',
    'VERSION',
    'STATE',
    'NODES',
    'WORKLOADS',
    'PODS',
    'CONTAINERS',
    'RISKS',
    'COVERAGE',
    'LAST_SYNC',
    'CONNECTED',
  ],
  defaultOrder: { field: 'NAME', direction: 'ASC' },
})
