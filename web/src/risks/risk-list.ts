import type { ResultOf } from 'gql.tada'
import { graphql, type Scalar } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf, type FilterDefinitions } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { PRIORITIES } from './risk-summary.ts'

export const RISK_KINDS = [
  'VULNERABILITY',
  'BASELINE',
  'MALWARE',
  'SECRET',
  'BUILD',
  'CONFIGURATION',
  'EXPOSURE',
  'ALERT',
] as const satisfies readonly Scalar<'RiskKind'>[]
export const SEVERITIES = [
  'CRITICAL',
  'HIGH',
  'MEDIUM',
  'LOW',
  'UNKNOWN',
] as const satisfies readonly Scalar<'Severity'>[]
const STATES = ['OPEN', 'RESOLVED'] as const satisfies readonly Scalar<'RiskState'>[]

export const RiskFragment = graphql(`
  fragment RiskRow on Risk {
    id
    kind
    rule
    title
    severity
    priority
    reasons
    advice
    state
    assetType
    assetId
    assetName
    cluster {
      id
      name
    }
    namespace
    registry
    labels {
      key
      value
    }
    owner
    waiver {
      id
      reason
      owner
      until
    }
    firstSeen
    lastSeen
    resolved
    ... on ExposureRisk {
      exposure {
        id
        pathSentence
        advice {
          title
          text
        }
      }
    }
  }
`)

export type RiskRow = ResultOf<typeof RiskFragment>

const RiskListQuery = graphql(
  `
    query RiskList($first: Int, $after: String, $last: Int, $before: String, $filter: RiskFilter, $orderBy: RiskOrder) {
      list: risks(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
        nodes {
          __typename
          ...RiskRow
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [RiskFragment, PageFragment],
)

/** What only links ask for, by ids: shown by name, apart from the filters that people set. */
const linkedFilters = {
  assetIds: { kind: 'values', label: 'risk.asset' },
  waiverIds: { kind: 'values', label: 'risk.waiver' },
} as const satisfies FilterDefinitions

/** Risks of every kind: a domain adds rows, never a second list. */
export const riskList = defineList({
  type: 'Risk',
  page: RiskListQuery,
  total: graphql(`
    query RiskTotal($filter: RiskFilter) {
      list: risks(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  rows: graphql(
    `
      query RiskRows($ids: [ID!]!) {
        nodes(ids: $ids) {
          __typename
          id
          ...RiskRow
        }
      }
    `,
    [RiskFragment],
  ),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    kinds: {
      kind: 'choices',
      label: 'risk.kind',
      options: choicesOf(RISK_KINDS, (kind) => text(`riskKind.${kind}`)),
    },
    priorities: {
      kind: 'choices',
      label: 'risk.priority',
      options: choicesOf(PRIORITIES, (priority) => text(`priority.${priority}`)),
    },
    severities: {
      kind: 'choices',
      label: 'risk.severity',
      options: choicesOf(SEVERITIES, (severity) => text(`severity.${severity}`)),
    },
    states: { kind: 'choices', label: 'risk.state', options: choicesOf(STATES, (state) => text(`riskState.${state}`)) },
    waived: { kind: 'flag', label: 'risk.waived' },
    rules: { kind: 'values', label: 'risk.rule' },
    owners: { kind: 'values', label: 'risk.owner' },
    assetNames: { kind: 'values', label: 'risk.asset' },
    firstSeen: { kind: 'days', label: 'asset.firstSeen', rare: true },
    ...linkedFilters,
  },
  orderFields: ['PRIORITY', 'SEVERITY', 'TITLE', 'KIND', 'ASSET', 'CLUSTER', 'NAMESPACE', 'FIRST_SEEN'],
  defaultOrder: { field: 'PRIORITY', direction: 'DESC' },
})

/** What the filter bar offers. */
export const riskFilters: FilterDefinitions = Object.fromEntries(
  Object.entries(riskList.filters).filter(([name]) => !(name in linkedFilters)),
)
