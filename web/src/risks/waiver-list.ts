import { graphql } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { RISK_KINDS } from './risk-list.ts'

const WaiverFragment = graphql(`
  fragment WaiverRow on Waiver {
    id
    kind
    rule
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
    reason
    owner
    until
    ended
    oneRisk
    hides
    created
    createdBy
  }
`)

const WaiverListQuery = graphql(
  `
    query WaiverList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: WaiverFilter
      $orderBy: WaiverOrder
    ) {
      list: waivers(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
        nodes {
          ...WaiverRow
        }
        pageInfo {
          ...PageParts
        }
        totalCount
      }
    }
  `,
  [WaiverFragment, PageFragment],
)

/** Accepted risks: for what, by whom, why, until when, and how many each hides now. */
export const waiverList = defineList({
  type: 'Waiver',
  page: WaiverListQuery,
  total: graphql(`
    query WaiverTotal($filter: WaiverFilter) {
      list: waivers(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  rows: graphql(
    `
      query WaiverRows($ids: [ID!]!) {
        nodes(ids: $ids) {
          __typename
          id
          ...WaiverRow
        }
      }
    `,
    [WaiverFragment],
  ),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    ended: { kind: 'flag', label: 'waiver.ended' },
    dead: { kind: 'flag', label: 'waiver.dead' },
    kinds: {
      kind: 'choices',
      label: 'risk.kind',
      options: choicesOf(RISK_KINDS, (kind) => text(`riskKind.${kind}`)),
    },
    owners: { kind: 'values', label: 'waiver.owner' },
    rules: { kind: 'values', label: 'risk.rule', rare: true },
    hides: { kind: 'numbers', label: 'waiver.hides', rare: true },
    until: { kind: 'days', label: 'waiver.until', rare: true },
    created: { kind: 'days', label: 'waiver.created', rare: true },
  },
  orderFields: ['TARGET', 'HIDES', 'UNTIL', 'OWNER', 'REASON', 'CREATED', 'CREATED_BY'],
  defaultOrder: { field: 'UNTIL', direction: 'ASC' },
})
