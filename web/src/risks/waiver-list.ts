import { graphql } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { defineList } from '../list/list-spec.ts'

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
          hides
          created
          createdBy
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

/** Accepted risks: for what, by whom, why, until when, and how many each hides now. */
export const waiverList = defineList({
  type: undefined,
  page: WaiverListQuery,
  total: graphql(`
    query WaiverTotal($filter: WaiverFilter) {
      list: waivers(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    ended: { kind: 'flag', label: 'waiver.ended' },
    dead: { kind: 'flag', label: 'waiver.dead' },
  },
  orderFields: ['UNTIL', 'OWNER', 'CREATED'],
  defaultOrder: { field: 'UNTIL', direction: 'ASC' },
})
