import { graphql } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { ROLES } from './roles.ts'

const SessionFragment = graphql(`
  fragment SessionRow on Session {
    id
    name
    role
    scope {
      clusterNames
      namespaces
      registries
    }
    address
    userAgent
    created
    lastUsed
    expires
    current
  }
`)

/** Browsers that are logged in. */
export const sessionList = defineList({
  type: 'Session',
  page: graphql(
    `
      query SessionList(
        $first: Int
        $after: String
        $last: Int
        $before: String
        $filter: SessionFilter
        $orderBy: SessionOrder
      ) {
        list: sessions(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
          nodes {
            ...SessionRow
          }
          pageInfo {
            ...PageParts
          }
          totalCount
        }
      }
    `,
    [SessionFragment, PageFragment],
  ),
  total: graphql(`
    query SessionTotal($filter: SessionFilter) {
      list: sessions(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    roles: { kind: 'choices', label: 'access.role', options: choicesOf(ROLES, (role) => text(`role.${role}`)) },
    created: { kind: 'days', label: 'access.created', rare: true },
    lastUsed: { kind: 'days', label: 'access.lastUsed', rare: true },
  },
  orderFields: ['NAME', 'ROLE', 'ADDRESS', 'CREATED', 'LAST_USED', 'EXPIRES'],
  defaultOrder: { field: 'LAST_USED', direction: 'DESC' },
})
