import type { VariablesOf } from 'gql.tada'
import type { TypedDocumentNode } from 'urql'
import { graphql, type Scalar } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import type { Page } from '../list/page.ts'
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
const SEVERITIES = ['CRITICAL', 'HIGH', 'MEDIUM', 'LOW', 'UNKNOWN'] as const satisfies readonly Scalar<'Severity'>[]
const STATES = ['OPEN', 'RESOLVED'] as const satisfies readonly Scalar<'RiskState'>[]

const RiskListQuery = graphql(
  `
    query RiskList($first: Int, $after: String, $last: Int, $before: String, $filter: RiskFilter, $orderBy: RiskOrder) {
      list: risks(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
        nodes {
          __typename
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

export interface RiskRow {
  readonly id: string
  readonly kind: Scalar<'RiskKind'>
  /** The rule, or the CVE. */
  readonly rule: string
  readonly title: string
  readonly severity: Scalar<'Severity'>
  readonly priority: Scalar<'Priority'>
  readonly reasons: readonly string[]
  readonly advice: string
  readonly state: Scalar<'RiskState'>
  readonly assetType: Scalar<'AssetType'>
  readonly assetId: string
  readonly assetName: string
  readonly cluster: { readonly id: string; readonly name: string } | null
  readonly namespace: string
  readonly registry: string
  readonly owner: string
  readonly waiver: {
    readonly id: string
    readonly reason: string
    readonly owner: string
    readonly until: string
  } | null
  readonly firstSeen: string
  readonly lastSeen: string | null
  readonly resolved: string | null
}

type RiskVariables = VariablesOf<typeof RiskListQuery>

/** Risks of every kind: a domain adds rows, never a second list. */
export const riskList = defineList({
  type: 'Risk',
  // An interface with no type of its own in the schema has no rows that the compiler could know.
  page: RiskListQuery as TypedDocumentNode<{ list: Page<RiskRow> }, RiskVariables>,
  total: graphql(`
    query RiskTotal($filter: RiskFilter) {
      list: risks(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
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
    assetIds: { kind: 'values', label: 'risk.asset' },
  },
  orderFields: ['PRIORITY', 'SEVERITY', 'TITLE', 'FIRST_SEEN'],
  defaultOrder: { field: 'PRIORITY', direction: 'DESC' },
})
