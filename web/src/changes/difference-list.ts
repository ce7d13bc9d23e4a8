import type { ResultOf } from 'gql.tada'
import { graphql, type Scalar } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { CHANGED_TYPES } from './type-name.ts'

export const DIFFERENCE_KINDS = ['NEW', 'GONE', 'CHANGED'] as const satisfies readonly Scalar<'DifferenceKind'>[]

const TYPES = [...Object.keys(CHANGED_TYPES), 'Ingress', 'NetworkPolicy']

const DifferenceListQuery = graphql(
  `
    query DifferenceList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: DifferenceFilter
      $orderBy: DifferenceOrder
    ) {
      list: differences(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          type
          nodeId
          name
          cluster {
            id
            name
          }
          namespace
          kind
          changes
          at
          fields {
            name
            old
            new
          }
          introducedBy
          asset {
            id
          }
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [PageFragment],
)

export type Difference = ResultOf<typeof DifferenceListQuery>['list']['nodes'][number]

/** What differs between two moments, an entry for each asset and object. A row is no node: what happens next makes other rows. */
export const differenceList = defineList({
  type: undefined,
  page: DifferenceListQuery,
  total: graphql(`
    query DifferenceTotal($filter: DifferenceFilter) {
      list: differences(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => `${row.type} ${row.nodeId}`,
  filters: {
    text: { kind: 'text' },
    kinds: {
      kind: 'choices',
      label: 'diff.kind',
      options: choicesOf(DIFFERENCE_KINDS, (kind) => text(`differenceKind.${kind}`)),
    },
    types: { kind: 'values', label: 'diff.type', suggestions: TYPES },
  },
  orderFields: ['TIME', 'TYPE', 'NAME', 'CLUSTER', 'NAMESPACE', 'KIND', 'CHANGES'],
  defaultOrder: { field: 'TIME', direction: 'DESC' },
})
