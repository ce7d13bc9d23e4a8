import type { ResultOf } from 'gql.tada'
import { graphql } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { ENTRY_KINDS, VERDICTS } from './exposure-words.ts'

const EntryPointFragment = graphql(`
  fragment EntryPointRow on ExposureEntryPoint {
    key
    kind
    object {
      kind
      namespace
      name
    }
    address
    verdict
    exposureCount
    workloadCount
    cluster {
      id
      name
    }
  }
`)

export type EntryPointRow = ResultOf<typeof EntryPointFragment>

const EntryPointListQuery = graphql(
  `
    query EntryPointList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: ExposureEntryPointFilter
      $orderBy: ExposureEntryPointOrder
    ) {
      list: exposureEntryPoints(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...EntryPointRow
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [EntryPointFragment, PageFragment],
)

/** Entry points, each with how much is reached through it. They are no nodes, so no change is one of theirs. */
export const entryPointList = defineList({
  type: undefined,
  page: EntryPointListQuery,
  total: graphql(`
    query EntryPointTotal($filter: ExposureEntryPointFilter) {
      list: exposureEntryPoints(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => row.key,
  filters: {
    text: { kind: 'text' },
    verdicts: {
      kind: 'choices',
      label: 'exposure.verdict',
      options: choicesOf(VERDICTS, (verdict) => text(`verdict.${verdict}`)),
    },
    kinds: {
      kind: 'choices',
      label: 'exposure.entryKind',
      options: choicesOf(ENTRY_KINDS, (kind) => text(`entryKind.${kind}`)),
    },
    exposures: { kind: 'numbers', label: 'exposure.exposures', rare: true },
    workloads: { kind: 'numbers', label: 'asset.workloads', rare: true },
  },
  orderFields: ['VERDICT', 'NAME', 'NAMESPACE', 'CLUSTER', 'KIND', 'ADDRESS', 'EXPOSURES', 'WORKLOADS'],
  defaultOrder: { field: 'VERDICT', direction: 'DESC' },
})
