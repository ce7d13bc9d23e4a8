import { graphql } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { defineList } from '../list/list-spec.ts'

/** Who did what. Entries are no nodes, and never change. */
export const auditList = defineList({
  type: undefined,
  page: graphql(
    `
      query AuditEntryList(
        $first: Int
        $after: String
        $last: Int
        $before: String
        $filter: AuditEntryFilter
        $orderBy: AuditEntryOrder
      ) {
        list: auditEntries(
          first: $first
          after: $after
          last: $last
          before: $before
          filter: $filter
          orderBy: $orderBy
        ) {
          nodes {
            at
            actor
            address
            action
            target
            result
            details {
              name
              value
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
  ),
  total: graphql(`
    query AuditEntryTotal($filter: AuditEntryFilter) {
      list: auditEntries(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => `${row.at} ${row.actor} ${row.action} ${row.target}`,
  filters: {
    text: { kind: 'text' },
    at: { kind: 'days', label: 'audit.at' },
    actors: { kind: 'values', label: 'audit.actor' },
    actions: { kind: 'values', label: 'audit.action' },
    results: { kind: 'values', label: 'audit.result' },
  },
  orderFields: ['TIME', 'ACTOR', 'ADDRESS', 'ACTION', 'TARGET', 'RESULT'],
  defaultOrder: { field: 'TIME', direction: 'DESC' },
})
