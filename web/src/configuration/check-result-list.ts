import type { ResultOf } from 'gql.tada'
import { graphql } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf, type FilterDefinitions } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { SEVERITIES } from '../risks/risk-list.ts'
import { PRIORITIES } from '../risks/risk-summary.ts'
import { ORIGINS, OUTCOMES } from './configuration-words.ts'

const CheckResultFragment = graphql(`
  fragment CheckResultRow on CheckResult {
    id
    rule
    title
    result
    state
    severity
    priority
    reason
    path
    text
    origin
    owner
    object {
      kind
      namespace
      name
      asset {
        __typename
        id
      }
    }
    risk {
      __typename
      id
    }
    cluster {
      id
      name
    }
    namespace
    firstSeen
    resolved
  }
`)

export type CheckResultRow = ResultOf<typeof CheckResultFragment>

const CheckResultListQuery = graphql(
  `
    query CheckResultList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: CheckResultFilter
      $orderBy: CheckResultOrder
    ) {
      list: checkResults(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          ...CheckResultRow
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [CheckResultFragment, PageFragment],
)

const KINDS = ['Deployment', 'StatefulSet', 'DaemonSet', 'CronJob', 'Pod', 'Namespace', 'ServiceAccount', 'Service']

/** What only links ask for, by ids: shown by name, apart from the filters that people set. */
const linkedFilters = {
  workloadIds: { kind: 'values', label: 'asset.workload' },
} as const satisfies FilterDefinitions

/** What rules say of places in objects, unless it is all right. */
export const checkResultList = defineList({
  type: 'CheckResult',
  page: CheckResultListQuery,
  total: graphql(`
    query CheckResultTotal($filter: CheckResultFilter) {
      list: checkResults(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  rows: graphql(
    `
      query CheckResultRows($ids: [ID!]!) {
        nodes(ids: $ids) {
          __typename
          id
          ...CheckResultRow
        }
      }
    `,
    [CheckResultFragment],
  ),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    priorities: {
      kind: 'choices',
      label: 'risk.priority',
      options: choicesOf(PRIORITIES, (priority) => text(`priority.${priority}`)),
    },
    results: {
      kind: 'choices',
      label: 'check.result',
      options: choicesOf(OUTCOMES, (outcome) => text(`checkOutcome.${outcome}`)),
    },
    severities: {
      kind: 'choices',
      label: 'risk.severity',
      options: choicesOf(SEVERITIES, (severity) => text(`severity.${severity}`)),
    },
    rules: { kind: 'values', label: 'risk.rule' },
    objectKinds: { kind: 'values', label: 'check.objectKind', suggestions: KINDS },
    resolved: { kind: 'switch', label: 'check.setRight' },
    mendable: { kind: 'flag', label: 'check.mendable', rare: true },
    covered: { kind: 'flag', label: 'check.covered', rare: true },
    origins: {
      kind: 'choices',
      label: 'check.origin',
      options: choicesOf(ORIGINS, (origin) => text(`checkOrigin.${origin}`)),
      rare: true,
    },
    objectNames: { kind: 'values', label: 'check.objectName', rare: true },
    owners: { kind: 'values', label: 'risk.owner', rare: true },
    firstSeen: { kind: 'days', label: 'check.since', rare: true },
    ...linkedFilters,
  },
  orderFields: [
    'PRIORITY',
    'SEVERITY',
    'TITLE',
    'RULE',
    'OBJECT',
    'KIND',
    'NAMESPACE',
    'CLUSTER',
    'OWNER',
    'FIRST_SEEN',
  ],
  defaultOrder: { field: 'PRIORITY', direction: 'DESC' },
})

/** What the filter bar offers. */
export const checkResultFilters: FilterDefinitions = Object.fromEntries(
  Object.entries(checkResultList.filters).filter(([name]) => !(name in linkedFilters)),
)
