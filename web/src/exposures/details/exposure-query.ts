import type { ResultOf } from 'gql.tada'
import { graphql } from '../../api/graphql.ts'

export const ExposureDetailsQuery = graphql(`
  query ExposureDetails($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Exposure {
        title
        state
        verdict
        rule
        confidence
        reasons {
          code
          text
        }
        sources
        pathSentence
        hops {
          kind
          label
          evidence
          object {
            kind
            namespace
            name
            asset {
              __typename
              id
            }
          }
          policies {
            effect
            policy {
              kind
              namespace
              name
            }
          }
        }
        finding
        entry {
          kind
          addresses
          port
          host
          path
          tls
        }
        container
        containerPort
        protocol
        declared
        listening
        usage
        trafficSeen
        portClass
        authentication
        priority
        priorityReasons
        severity
        advice {
          title
          text
        }
        intended
        waiver {
          id
          reason
          owner
          until
          createdBy
          oneRisk
          hides
        }
        risk {
          __typename
          id
          owner
        }
        workload {
          id
          name
          kind
        }
        workloadKind
        workloadName
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
`)

type Found = NonNullable<ResultOf<typeof ExposureDetailsQuery>['node']>

/** An exposure with all that is told of it. */
export type ExposureData = Extract<Found, { __typename: 'Exposure' }>
