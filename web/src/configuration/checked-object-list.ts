import type { ResultOf } from 'gql.tada'
import { graphql } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import type { FilterDefinitions } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'

const CheckedObjectFragment = graphql(`
  fragment CheckedObjectRow on CheckedObject {
    id
    kind
    name
    namespace
    failed
    exempt
    notAssessable
    passed
    cluster {
      id
      name
    }
    firstSeen
  }
`)

export type CheckedObjectRow = ResultOf<typeof CheckedObjectFragment>

const CheckedObjectListQuery = graphql(
  `
    query CheckedObjectList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: CheckedObjectFilter
      $orderBy: CheckedObjectOrder
    ) {
      list: checkedObjects(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...CheckedObjectRow
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [CheckedObjectFragment, PageFragment],
)

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Pod', 'Namespace', 'ServiceAccount', 'Service']

/** What only links ask for, by ids: shown by name, apart from the filters that people set. */
const linkedFilters = {
  workloadIds: { kind: 'values', label: 'asset.workload' },
} as const satisfies FilterDefinitions

/** Objects that rules have judged. No changes are told of them: their results tell. */
export const checkedObjectList = defineList({
  type: undefined,
  page: CheckedObjectListQuery,
  total: graphql(`
    query CheckedObjectTotal($filter: CheckedObjectFilter) {
      list: checkedObjects(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    kinds: { kind: 'values', label: 'check.objectKind', suggestions: KINDS },
    failed: { kind: 'numbers', label: 'check.howManyWrong' },
    passed: { kind: 'values', label: 'check.passes' },
    names: { kind: 'values', label: 'check.objectName', rare: true },
    firstSeen: { kind: 'days', label: 'check.firstChecked', rare: true },
    ...linkedFilters,
  },
  orderFields: ['NAME', 'KIND', 'NAMESPACE', 'CLUSTER', 'FAILED', 'FIRST_SEEN'],
  defaultOrder: { field: 'FAILED', direction: 'DESC' },
})

/** What the filter bar offers. */
export const checkedObjectFilters: FilterDefinitions = Object.fromEntries(
  Object.entries(checkedObjectList.filters).filter(([name]) => !(name in linkedFilters)),
)
