import { graphql } from '../api/graphql.ts'
import { defineList } from '../list/list-spec.ts'
import { PageFragment, RiskSummaryFragment } from './fragments.ts'

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
    nodes: { kind: 'values', label: 'asset.node' },
    hostNetwork: { kind: 'flag', label: 'pod.hostNetwork' },
    atRisk: { kind: 'flag', label: 'filter.atRisk' },
    gone: { kind: 'switch', label: 'filter.gone' },
  },
  orderFields: ['NAME', 'NAMESPACE', 'STATUS', 'NODE', 'RESTARTS', 'IP', 'FIRST_SEEN'],
  defaultOrder: { field: 'NAME', direction: 'ASC' },
})
