import type { ResultOf } from 'gql.tada'
import { graphql } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { SEVERITIES } from '../risks/risk-list.ts'
import { FRAMEWORKS, STATUSES } from './configuration-words.ts'

const CheckFragment = graphql(`
  fragment CheckRow on Check {
    id
    rule
    title
    severity
    status
    failed
    exempt
    notAssessable
    passed
    custom
    frameworks {
      framework
      version
      section
    }
  }
`)

export type CheckRow = ResultOf<typeof CheckFragment>

const CheckListQuery = graphql(
  `
    query CheckList($first: Int, $after: String, $last: Int, $before: String, $filter: CheckFilter, $orderBy: CheckOrder) {
      list: checks(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
        nodes {
          ...CheckRow
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [CheckFragment, PageFragment],
)

/** Rules, each with what it says of the scope: of another scope the same rule has other numbers, so no change is one of a row's. */
export const checkList = defineList({
  type: undefined,
  page: CheckListQuery,
  total: graphql(`
    query CheckTotal($filter: CheckFilter) {
      list: checks(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    statuses: {
      kind: 'choices',
      label: 'check.status',
      options: choicesOf(STATUSES, (status) => text(`checkOutcome.${status}`)),
    },
    severities: {
      kind: 'choices',
      label: 'risk.severity',
      options: choicesOf(SEVERITIES, (severity) => text(`severity.${severity}`)),
    },
    frameworks: {
      kind: 'choices',
      label: 'check.framework',
      options: choicesOf(FRAMEWORKS, (framework) => text(`framework.${framework}`)),
    },
    judged: { kind: 'flag', label: 'check.judged' },
    custom: { kind: 'flag', label: 'check.custom', rare: true },
    failed: { kind: 'numbers', label: 'checkOutcome.FAIL', rare: true },
    rules: { kind: 'values', label: 'risk.rule', rare: true },
  },
  orderFields: ['SEVERITY', 'STATUS', 'TITLE', 'FAILED', 'EXEMPT', 'NOT_ASSESSABLE', 'PASSED', 'ID'],
  defaultOrder: { field: 'SEVERITY', direction: 'DESC' },
})
