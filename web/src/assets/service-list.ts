import { graphql } from '../api/graphql.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { PageFragment, RiskSummaryFragment } from './fragments.ts'

const SERVICE_TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] as const

const RowFragment = graphql(
  `
    fragment ServiceRow on Service {
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
      type
      clusterIp
      externalAddresses
      ports {
        name
        port
        protocol
        targetPort
        nodePort
      }
      riskSummary {
        ...RiskSummaryParts
      }
    }
  `,
  [RiskSummaryFragment],
)

const ServiceListQuery = graphql(
  `
    query ServiceList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: ServiceFilter
      $orderBy: ServiceOrder
    ) {
      list: services(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...ServiceRow
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

export const serviceList = defineList({
  type: 'Service',
  page: ServiceListQuery,
  total: graphql(`
    query ServiceTotal($filter: ServiceFilter) {
      list: services(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  rows: graphql(
    `
      query ServiceRows($ids: [ID!]!) {
        nodes(ids: $ids) {
          __typename
          id
          ...ServiceRow
        }
      }
    `,
    [RowFragment],
  ),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    types: { kind: 'choices', label: 'service.type', options: choicesOf(SERVICE_TYPES, (type) => type) },
    gone: { kind: 'switch', label: 'filter.gone' },
  },
  orderFields: ['NAME', 'NAMESPACE', 'TYPE', 'FIRST_SEEN'],
  defaultOrder: { field: 'NAME', direction: 'ASC' },
})
