import { graphql } from '../api/graphql.ts'
import { defineList } from '../list/list-spec.ts'
import { PageFragment, RiskSummaryFragment } from './fragments.ts'
import { labelsFilter } from './labels.ts'

const RowFragment = graphql(
  `
    fragment NamespaceRow on Namespace {
      id
      name
      present
      firstSeen
      lastSeen
      cluster {
        id
        name
      }
      phase
      assetCounts {
        kind
        total
      }
      riskSummary {
        ...RiskSummaryParts
      }
    }
  `,
  [RiskSummaryFragment],
)

const NamespaceListQuery = graphql(
  `
    query NamespaceList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: NamespaceFilter
      $orderBy: NamespaceOrder
    ) {
      list: namespaces(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...NamespaceRow
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

export const namespaceList = defineList({
  type: 'Namespace',
  page: NamespaceListQuery,
  total: graphql(`
    query NamespaceTotal($filter: NamespaceFilter) {
      list: namespaces(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  rows: graphql(
    `
      query NamespaceRows($ids: [ID!]!) {
        nodes(ids: $ids) {
          __typename
          id
          ...NamespaceRow
        }
      }
    `,
    [RowFragment],
  ),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    phases: { kind: 'values', label: 'namespace.phase', suggestions: ['Active', 'Terminating'] },
    atRisk: { kind: 'flag', label: 'filter.atRisk' },
    gone: { kind: 'switch', label: 'filter.gone' },
    workloads: { kind: 'numbers', label: 'asset.workloads', rare: true },
    pods: { kind: 'numbers', label: 'asset.pods', rare: true },
    containers: { kind: 'numbers', label: 'asset.containers', rare: true },
    images: { kind: 'numbers', label: 'asset.images', rare: true },
    labels: labelsFilter,
    firstSeen: { kind: 'days', label: 'asset.firstSeen', rare: true },
  },
  orderFields: ['NAME', 'CLUSTER', 'PHASE', 'WORKLOADS', 'PODS', 'CONTAINERS', 'IMAGES', 'RISKS', 'FIRST_SEEN'],
  defaultOrder: { field: 'NAME', direction: 'ASC' },
})
