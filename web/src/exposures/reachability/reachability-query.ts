import type { ResultOf } from 'gql.tada'
import { graphql } from '../../api/graphql.ts'

export const ReachabilityQuery = graphql(`
  query Reachability($from: ID, $to: ID!, $port: String!, $protocol: TransportProtocol) {
    reachability(from: $from, to: $to, port: $port, protocol: $protocol) {
      allowed
      text
      sources
      ingress
      egress
      policies {
        direction
        effect
        policy {
          kind
          namespace
          name
        }
      }
      doubts
    }
  }
`)

export type Reachability = ResultOf<typeof ReachabilityQuery>['reachability']

/** Workloads of a cluster whose name holds a text: from where it may be asked. */
export const SourcesQuery = graphql(`
  query ReachabilitySources($filter: WorkloadFilter!) {
    workloads(first: 20, filter: $filter, orderBy: { field: NAME, direction: ASC }) {
      nodes {
        id
        kind
        namespace
        name
      }
    }
  }
`)
