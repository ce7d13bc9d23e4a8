import { graphql, type Scalar } from '../api/graphql.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { PageFragment, RiskSummaryFragment } from './fragments.ts'
import { labelsFilter } from './labels.ts'

const WORKLOAD_KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Job', 'ReplicaSet', 'Pod']
export const WORKLOAD_STATES = [
  'READY',
  'PROGRESSING',
  'DEGRADED',
  'SUSPENDED',
  'COMPLETE',
  'FAILED',
  'UNKNOWN',
] as const satisfies readonly Scalar<'WorkloadState'>[]

const RowFragment = graphql(
  `
    fragment WorkloadRow on Workload {
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
      kind
      application
      owner
      desired
      ready
      podCount
      containerCount
      serviceAccount
      images
      state
      riskSummary {
        ...RiskSummaryParts
      }
    }
  `,
  [RiskSummaryFragment],
)

const WorkloadListQuery = graphql(
  `
    query WorkloadList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: WorkloadFilter
      $orderBy: WorkloadOrder
    ) {
      list: workloads(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...WorkloadRow
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

export const workloadList = defineList({
  type: 'Workload',
  page: WorkloadListQuery,
  total: graphql(`
    query WorkloadTotal($filter: WorkloadFilter) {
      list: workloads(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  rows: graphql(
    `
      query WorkloadRows($ids: [ID!]!) {
        nodes(ids: $ids) {
          __typename
          id
          ...WorkloadRow
        }
      }
    `,
    [RowFragment],
  ),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    kinds: { kind: 'values', label: 'workload.kind', suggestions: WORKLOAD_KINDS },
    applications: { kind: 'values', label: 'workload.application' },
    owners: { kind: 'values', label: 'workload.owner' },
    states: {
      kind: 'choices',
      label: 'asset.state',
      options: choicesOf(WORKLOAD_STATES, (state) => text(`workloadState.${state}`)),
    },
    atRisk: { kind: 'flag', label: 'filter.atRisk' },
    gone: { kind: 'switch', label: 'filter.gone' },
    ready: { kind: 'numbers', label: 'asset.ready', rare: true },
    pods: { kind: 'numbers', label: 'asset.pods', rare: true },
    containers: { kind: 'numbers', label: 'asset.containers', rare: true },
    labels: labelsFilter,
    firstSeen: { kind: 'days', label: 'asset.firstSeen', rare: true },
  },
  orderFields: [
    'NAME',
    'NAMESPACE',
    'CLUSTER',
    'KIND',
    'APPLICATION',
    'OWNER',
    'STATE',
    'READY',
    'PODS',
    'CONTAINERS',
    'RISKS',
    'FIRST_SEEN',
  ],
  defaultOrder: { field: 'NAME', direction: 'ASC' },
})
