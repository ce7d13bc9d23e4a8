import type { ResultOf } from 'gql.tada'
import { graphql } from '../../api/graphql.ts'
import { RiskFragment } from '../../risks/risk-list.ts'

export const CheckResultDetailsQuery = graphql(
  `
    query CheckResultDetails($id: ID!) {
      node(id: $id) {
        __typename
        id
        ... on CheckResult {
          rule
          title
          result
          state
          severity
          priority
          priorityReasons
          path
          text
          reason
          origin
          owner
          check {
            id
            rule
            title
            why
            remedy
            noPatch
            frameworks {
              framework
              version
              section
            }
          }
          coveredBy {
            id
            rule
            title
          }
          object {
            kind
            namespace
            name
            asset {
              __typename
              id
            }
          }
          judged {
            kind
            namespace
            name
            asset {
              __typename
              id
            }
          }
          related {
            kind
            namespace
            name
            asset {
              __typename
              id
            }
          }
          mending {
            verb
            object {
              kind
              namespace
              name
            }
            yaml
            command
          }
          risk {
            __typename
            ...RiskRow
          }
          waiver {
            id
            reason
            owner
            until
            oneRisk
            hides
          }
          workload {
            id
            kind
            name
          }
          cluster {
            id
            name
          }
          namespace
          firstSeen
          lastSeen
          resolved
        }
      }
    }
  `,
  [RiskFragment],
)

type Found = NonNullable<ResultOf<typeof CheckResultDetailsQuery>['node']>

/** A result with all that is told of it. */
export type CheckResultData = Extract<Found, { __typename: 'CheckResult' }>
