import type { ResultOf } from 'gql.tada'
import { graphql } from '../../api/graphql.ts'

const GrantFragment = graphql(`
  fragment Grant on RightsGrant {
    subject {
      kind
      namespace
      name
    }
    namespace
    binding {
      kind
      namespace
      name
    }
    role {
      kind
      namespace
      name
    }
  }
`)

export type GrantData = ResultOf<typeof GrantFragment>

export const WhoCanQuery = graphql(
  `
    query WhoCan($input: WhoCanInput!) {
      whoCan(input: $input) {
        total
        unread {
          kind
          reason
        }
        grants {
          ...Grant
        }
      }
    }
  `,
  [GrantFragment],
)

export const WhatCanQuery = graphql(
  `
    query WhatCan($input: WhatCanInput!) {
      whatCan(input: $input) {
        total
        unread {
          kind
          reason
        }
        rights {
          verbs
          apiGroups
          resources
          resourceNames
          nonResourceUrls
          grant {
            ...Grant
          }
        }
      }
    }
  `,
  [GrantFragment],
)

export type HeldData = ResultOf<typeof WhatCanQuery>['whatCan']['rights'][number]
export type UnreadData = ResultOf<typeof WhatCanQuery>['whatCan']['unread'][number]

/** Names to choose from; one that is not among them is typed. */
export const RightsNamespacesQuery = graphql(`
  query RightsNamespaces($filter: NamespaceFilter) {
    namespaces(first: 100, filter: $filter, orderBy: { field: NAME, direction: ASC }) {
      nodes {
        id
        name
      }
    }
  }
`)
