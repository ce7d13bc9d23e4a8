import { graphql } from '../api/graphql.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { PageFragment, RiskSummaryFragment } from './fragments.ts'
import { labelsFilter } from './labels.ts'

const SERVICE_TYPES = ['ClusterIP', 'NodePort', 'LoadBalancer', 'ExternalName'] as const

const PORT = /^\d{1,5}$/

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
    ports: { kind: 'values', label: 'asset.ports', pattern: PORT, numeric: true },
    atRisk: { kind: 'flag', label: 'filter.atRisk' },
    gone: { kind: 'switch', label: 'filter.gone' },
    clusterIps: { kind: 'values', label: 'service.clusterIp', rare: true },
    externalAddresses: { kind: 'values', label: 'service.externalAddresses', rare: true },
    labels: labelsFilter,
    firstSeen: { kind: 'days', label: 'asset.firstSeen', rare: true },
  },
  orderFields: [
    'NAME',
    'NAMESPACE',
    'CLUSTER',
    'TYPE',
    'CLUSTER_IP',
    'PORTS',
    'EXTERNAL_ADDRESSES',
    'RISKS',
    'FIRST_SEEN',
  ],
  defaultOrder: { field: 'NAME', direction: 'ASC' },
})
