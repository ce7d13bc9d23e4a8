import type { ResultOf } from 'gql.tada'
import { graphql } from '../api/graphql.ts'
import { AnalysisFragment } from '../risks/analyses-note.tsx'

/** What tells how much of a cluster is seen. */
const SeenClusterFragment = graphql(`
  fragment SeenCluster on Cluster {
    id
    name
    state
    stateCause
    stateAdvice
    lastSync
    coverage {
      kinds
      complete
      gaps {
        kind
        reason
      }
    }
    watch {
      kinds
      watching
    }
    currentTask {
      id
      kind
      state
      stage
      progress
    }
  }
`)

/** Everything that the overview shows but the counts of assets, which have their own subscription, and what has changed. */
export const OverviewQuery = graphql(
  `
    query Overview($scope: ScopeInput, $staleBefore: DateTime!, $failedAfter: DateTime!) {
      connected: clusters(first: 20, orderBy: { field: CONNECTED, direction: ASC }) {
        nodes {
          ...SeenCluster
        }
      }
      samples: clusters(first: 1, filter: { sample: true }) {
        totalCount
      }
      owned: clusters(first: 1, filter: { sample: false }) {
        totalCount
      }
      clusters(first: 1, filter: { scope: $scope }, orderBy: { field: LAST_SYNC, direction: ASC }) {
        nodes {
          ...SeenCluster
        }
        totalCount
      }
      partial: clusters(
        first: 20
        filter: { scope: $scope, fullyCovered: false }
        orderBy: { field: COVERAGE, direction: ASC }
      ) {
        nodes {
          ...SeenCluster
        }
        totalCount
      }
      troubled: clusters(first: 20, filter: { scope: $scope, states: [DEGRADED, UNREACHABLE, STOPPED, FAILED] }) {
        nodes {
          ...SeenCluster
        }
        totalCount
      }
      stale: clusters(
        first: 20
        filter: { scope: $scope, lastSync: { before: $staleBefore } }
        orderBy: { field: LAST_SYNC, direction: ASC }
      ) {
        nodes {
          ...SeenCluster
        }
        totalCount
      }
      late: coverage(
        first: 100
        filter: { scope: $scope, watchStates: [POLLING, RECONNECTING] }
        orderBy: { field: CLUSTER, direction: ASC }
      ) {
        nodes {
          cluster {
            ...SeenCluster
          }
        }
      }
      fixFirst: risks(
        first: 10
        filter: { scope: $scope, states: [OPEN], waived: false }
        orderBy: { field: PRIORITY, direction: DESC }
      ) {
        nodes {
          __typename
          id
          rule
          title
          severity
          priority
          reasons
          advice
          assetType
          assetId
          assetName
          namespace
          owner
          cluster {
            id
            name
          }
          ... on ExposureRisk {
            exposure {
              id
              advice {
                text
              }
            }
          }
        }
        totalCount
      }
      analyses(scope: $scope) {
        ...AnalysisParts
      }
      taskKinds {
        kind
        running
        queued
      }
      running: tasks(first: 5, filter: { states: [QUEUED, RUNNING] }) {
        nodes {
          id
          kind
          state
          target
          stage
          progress
        }
      }
      failed: tasks(first: 100, filter: { states: [PARTIAL, FAILED, TIMED_OUT], createdAfter: $failedAfter }) {
        nodes {
          id
          kind
          state
          target
          finished
          cause {
            code
            message
            advice
          }
        }
      }
      schedules {
        kind
        enabled
        nextRun
      }
    }
  `,
  [SeenClusterFragment, AnalysisFragment],
)

export type OverviewData = ResultOf<typeof OverviewQuery>
export type SeenCluster = ResultOf<typeof SeenClusterFragment>
