import { graphql } from '../api/graphql.ts'
import { defineList } from '../list/list-spec.ts'
import { PageFragment, RiskSummaryFragment } from './fragments.ts'
import { labelsFilter } from './labels.ts'

const POD_STATUSES = ['Running', 'Pending', 'Completed', 'CrashLoopBackOff', 'ImagePullBackOff', 'Error', 'Evicted']

const RowFragment = graphql(
  `
    fragment PodRow on Pod {
      id
      name
      present
      firstSeen
      lastSeen
      cluster {
        id
        name
      }
      namespace
      workload {
        id
        name
      }
      workloadKind
      workloadName
      node
      phase
      status
      ready
      restarts
      ip
      hostNetwork
      containerCount
      riskSummary {
        ...RiskSummaryParts
      }
    }
  `,
  [RiskSummaryFragment],
)

const PodListQuery = graphql(
  `
    query PodList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: PodFilter
      $orderBy: PodOrder
    ) {
      list: pods(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...PodRow
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [RowFragment, PageFragment],
)

export const podList = defineList({
  type: 'Pod',
  page: PodListQuery,
  total: graphql(`
    query PodTotal($filter: PodFilter) {
      list: pods(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  rows: graphql(
    `
      query PodRows($ids: [ID!]!) {
        nodes(ids: $ids) {
          __typename
          id
          ...PodRow
        }
      }
    `,
    [RowFragment],
  ),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    statuses: { kind: 'values', label: 'pod.status', suggestions: POD_STATUSES },
    ready: { kind: 'flag', label: 'asset.ready' },
    restarts: { kind: 'numbers', label: 'asset.restarts' },
    workloadNames: { kind: 'values', label: 'asset.workload' },
    nodes: { kind: 'values', label: 'asset.node' },
    atRisk: { kind: 'flag', label: 'filter.atRisk' },
    gone: { kind: 'switch', label: 'filter.gone' },
    ips: { kind: 'values', label: 'pod.ip', rare: true },
    hostNetwork: { kind: 'flag', label: 'pod.hostNetwork', rare: true },
    containers: { kind: 'numbers', label: 'asset.containers', rare: true },
    labels: labelsFilter,
    firstSeen: { kind: 'days', label: 'asset.firstSeen', rare: true },
  },
  orderFields: [
    'NAME',
    'NAMESPACE',
    'CLUSTER',
    'WORKLOAD',
    'STATUS',
    'RESTARTS',
    'NODE',
    'IP',
    'CONTAINERS',
    'RISKS',
    'FIRST_SEEN',
  ],
  defaultOrder: { field: 'NAME', direction: 'ASC' },
})
