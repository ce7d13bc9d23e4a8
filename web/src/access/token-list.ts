import { graphql } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'
import { ROLES } from './roles.ts'

const TokenFragment = graphql(`
  fragment TokenRow on Token {
    id
    name
    role
    scope {
      clusterNames
      namespaces
      registries
    }
    created
    createdBy
    expires
    lastUsed
  }
`)

/** Tokens for programs. */
export const tokenList = defineList({
  type: 'Token',
  page: graphql(
    `
      query TokenList(
        $first: Int
        $after: String
        $last: Int
        $before: String
        $filter: TokenFilter
        $orderBy: TokenOrder
      ) {
        list: tokens(first: $first, after: $after, last: $last, before: $before, filter: $filter, orderBy: $orderBy) {
          nodes {
            ...TokenRow
          }
          pageInfo {
            ...PageParts
          }
          totalCount
        }
      }
    `,
    [TokenFragment, PageFragment],
  ),
  total: graphql(`
    query TokenTotal($filter: TokenFilter) {
      list: tokens(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => row.id,
  filters: {
    text: { kind: 'text' },
    roles: { kind: 'choices', label: 'access.role', options: choicesOf(ROLES, (role) => text(`role.${role}`)) },
    expired: { kind: 'flag', label: 'access.expired', rare: true },
    created: { kind: 'days', label: 'access.created', rare: true },
    lastUsed: { kind: 'days', label: 'access.lastUsed', rare: true },
  },
  orderFields: ['NAME', 'ROLE', 'CREATED', 'LAST_USED', 'EXPIRES'],
  defaultOrder: { field: 'NAME', direction: 'ASC' },
})
