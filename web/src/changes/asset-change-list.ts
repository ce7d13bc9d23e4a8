import { graphql, type Scalar } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'

/** Types of assets that change; an image is what its digest says, for ever. */
export const CHANGED_TYPES = [
  'CLUSTER',
  'CLUSTER_NODE',
  'NAMESPACE',
  'WORKLOAD',
  'POD',
  'CONTAINER',
  'SERVICE',
] as const satisfies readonly Scalar<'AssetType'>[]

export const OPERATIONS = ['ADDED', 'REMOVED', 'MODIFIED'] as const satisfies readonly Scalar<'ChangeOperation'>[]

const AssetChangeListQuery = graphql(
  `
    query AssetChangeList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: AssetChangeFilter
      $orderBy: AssetChangeOrder
    ) {
      list: assetChanges(
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
          operation
          cluster {
            id
            name
          }
          namespace
          changes
          at
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

/** Assets to which something happened. A row is no node: what happens next is another row, so the list stays as it was read. */
export const assetChangeList = defineList({
  type: undefined,
  page: AssetChangeListQuery,
  total: graphql(`
    query AssetChangeTotal($filter: AssetChangeFilter) {
      list: assetChanges(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => `${row.nodeId} ${row.operation}`,
  filters: {
    text: { kind: 'text' },
    types: {
      kind: 'choices',
      label: 'changes.type',
      options: choicesOf([...CHANGED_TYPES, 'IMAGE'] as const, (type) => text(`assetType.${type}`)),
    },
    operations: {
      kind: 'choices',
      label: 'changes.what',
      options: choicesOf(OPERATIONS, (operation) => text(`since.operation.${operation}`)),
    },
  },
  orderFields: ['TIME', 'NAME', 'TYPE', 'OPERATION', 'CLUSTER', 'NAMESPACE', 'CHANGES'],
  defaultOrder: { field: 'TIME', direction: 'DESC' },
})
