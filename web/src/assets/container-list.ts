import { graphql, type Scalar } from '../api/graphql.ts'
import { VERDICTS } from '../exposures/exposure-words.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { DIGEST } from './digest.ts'
import { PageFragment, RiskSummaryFragment } from './fragments.ts'
import { labelsFilter } from './labels.ts'

const CONTAINER_KINDS = ['MAIN', 'INIT', 'SIDECAR', 'EPHEMERAL'] as const satisfies readonly Scalar<'ContainerKind'>[]
const CONTAINER_STATES = [
  'RUNNING',
  'WAITING',
  'TERMINATED',
  'DECLARED',
  'UNKNOWN',
] as const satisfies readonly Scalar<'ContainerState'>[]

const STATE_REASONS = ['CrashLoopBackOff', 'ImagePullBackOff', 'ErrImagePull', 'OOMKilled', 'Error', 'Completed']

const RowFragment = graphql(
  `
    fragment ContainerRow on Container {
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
      pod {
        id
        name
      }
      podName
      workload {
        id
        name
      }
      workloadName
      node
      kind
      state
      stateReason
      ready
      restarts
      imageReference
      imageDigest
      exposure
      riskSummary {
        ...RiskSummaryParts
      }
    }
  `,
  [RiskSummaryFragment],
)

const ContainerListQuery = graphql(
  `
    query ContainerList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: ContainerFilter
      $orderBy: ContainerOrder
    ) {
      list: containers(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...ContainerRow
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

export const containerList = defineList({
  type: 'Container',
  page: ContainerListQuery,
  total: graphql(`
    query ContainerTotal($filter: ContainerFilter) {
      list: containers(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  rows: graphql(
    `
      query ContainerRows($ids: [ID!]!) {
        nodes(ids: $ids) {
          __typename
          id
          ...ContainerRow
        }
      }
    `,
    [RowFragment],
  ),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    kinds: {
      kind: 'choices',
      label: 'container.kind',
      options: choicesOf(CONTAINER_KINDS, (kind) => text(`containerKind.${kind}`)),
    },
    states: {
      kind: 'choices',
      label: 'asset.state',
      options: choicesOf(CONTAINER_STATES, (state) => text(`containerState.${state}`)),
    },
    stateReasons: { kind: 'values', label: 'container.stateReason', suggestions: STATE_REASONS },
    restarts: { kind: 'numbers', label: 'asset.restarts' },
    atRisk: { kind: 'flag', label: 'filter.atRisk' },
    exposed: { kind: 'flag', label: 'exposed.filter' },
    exposures: {
      kind: 'choices',
      label: 'exposed.verdict',
      options: choicesOf(VERDICTS, (verdict) => text(`verdict.${verdict}`)),
      rare: true,
    },
    gone: { kind: 'switch', label: 'filter.gone' },
    podNames: { kind: 'values', label: 'asset.pod', rare: true },
    imageDigests: { kind: 'values', label: 'container.digest', pattern: DIGEST, rare: true },
    labels: labelsFilter,
    firstSeen: { kind: 'days', label: 'asset.firstSeen', rare: true },
  },
  orderFields: [
    'NAME',
    'NAMESPACE',
    'CLUSTER',
    'POD',
    'IMAGE',
    'STATE',
    'RESTARTS',
    'KIND',
    'EXPOSURE',
    'RISKS',
    'FIRST_SEEN',
  ],
  defaultOrder: { field: 'NAME', direction: 'ASC' },
})
