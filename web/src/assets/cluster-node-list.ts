import { graphql, type Scalar } from '../api/graphql.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { PageFragment, RiskSummaryFragment } from './fragments.ts'
import { labelsFilter } from './labels.ts'

const READINESS = ['READY', 'NOT_READY', 'UNKNOWN'] as const satisfies readonly Scalar<'NodeReadiness'>[]

const RowFragment = graphql(
  `
    fragment ClusterNodeRow on ClusterNode {
      id
      name
      present
      firstSeen
      lastSeen
      cluster {
        id
        name
      }
      readiness
      unschedulable
      roles
      kubeletVersion
      osImage
      architecture
      internalIp
      zone
      podCount
      riskSummary {
        ...RiskSummaryParts
      }
    }
  `,
  [RiskSummaryFragment],
)

const ClusterNodeListQuery = graphql(
  `
    query ClusterNodeList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: ClusterNodeFilter
      $orderBy: ClusterNodeOrder
    ) {
      list: clusterNodes(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...ClusterNodeRow
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

export const clusterNodeList = defineList({
  type: 'ClusterNode',
  page: ClusterNodeListQuery,
  total: graphql(`
    query ClusterNodeTotal($filter: ClusterNodeFilter) {
      list: clusterNodes(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  rows: graphql(
    `
      query ClusterNodeRows($ids: [ID!]!) {
        nodes(ids: $ids) {
          __typename
          id
          ...ClusterNodeRow
        }
      }
    `,
    [RowFragment],
  ),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    readiness: {
      kind: 'choices',
      label: 'node.readiness',
      options: choicesOf(READINESS, (each) => text(`nodeReadiness.${each}`)),
    },
    roles: { kind: 'values', label: 'node.roles', suggestions: ['control-plane', 'worker'] },
    kubeletVersions: { kind: 'values', label: 'node.kubelet' },
    zones: { kind: 'values', label: 'node.zone' },
    atRisk: { kind: 'flag', label: 'filter.atRisk' },
    gone: { kind: 'switch', label: 'filter.gone' },
    internalIps: { kind: 'values', label: 'node.internalIp', rare: true },
    osImages: { kind: 'values', label: 'node.os', rare: true },
    pods: { kind: 'numbers', label: 'asset.pods', rare: true },
    labels: labelsFilter,
    firstSeen: { kind: 'days', label: 'asset.firstSeen', rare: true },
  },
  orderFields: [
    'NAME',
    'CLUSTER',
    'READINESS',
    'ROLES',
    'KUBELET_VERSION',
    'INTERNAL_IP',
    'ZONE',
    'OS',
    'PODS',
    'RISKS',
    'FIRST_SEEN',
  ],
  defaultOrder: { field: 'NAME', direction: 'ASC' },
})
