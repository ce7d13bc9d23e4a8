import type { ResultOf } from 'gql.tada'
import { graphql } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { VERDICTS } from './exposure-words.ts'

const ExposedWorkloadFragment = graphql(`
  fragment ExposedWorkloadRow on ExposedWorkload {
    workloadId
    workload {
      id
    }
    kind
    name
    namespace
    verdict
    priority
    exposureCount
    entryPointCount
    cluster {
      id
      name
    }
  }
`)

export type ExposedWorkloadRow = ResultOf<typeof ExposedWorkloadFragment>

const ExposedWorkloadListQuery = graphql(
  `
    query ExposedWorkloadList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: ExposedWorkloadFilter
      $orderBy: ExposedWorkloadOrder
    ) {
      list: exposedWorkloads(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...ExposedWorkloadRow
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [ExposedWorkloadFragment, PageFragment],
)

/** Workloads to which ways lead from outside. These rows are no nodes, so no change is one of theirs. */
export const exposedWorkloadList = defineList({
  type: undefined,
  page: ExposedWorkloadListQuery,
  total: graphql(`
    query ExposedWorkloadTotal($filter: ExposedWorkloadFilter) {
      list: exposedWorkloads(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => row.workloadId,
  filters: {
    text: { kind: 'text' },
    verdicts: {
      kind: 'choices',
      label: 'exposure.verdict',
      options: choicesOf(VERDICTS, (verdict) => text(`verdict.${verdict}`)),
    },
    kinds: { kind: 'values', label: 'workload.kind', suggestions: ['Deployment', 'StatefulSet', 'DaemonSet', 'Pod'] },
    exposures: { kind: 'numbers', label: 'exposure.exposures', rare: true },
    entryPoints: { kind: 'numbers', label: 'exposure.entryPoints', rare: true },
  },
  orderFields: ['VERDICT', 'PRIORITY', 'NAME', 'KIND', 'NAMESPACE', 'CLUSTER', 'EXPOSURES', 'ENTRY_POINTS'],
  defaultOrder: { field: 'VERDICT', direction: 'DESC' },
})
