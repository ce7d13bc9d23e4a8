import type { ResultOf } from 'gql.tada'
import { graphql, type Scalar } from '../../api/graphql.ts'

export const BenchmarkQuery = graphql(`
  query ClusterBenchmark($cluster: ID!, $version: CisVersion) {
    benchmark(cluster: $cluster, version: $version) {
      version
      fitting
      managedBy
      analyzed
      notAnalyzedReason
      nodeCount
      reportedNodeCount
      counts {
        total
        failed
        exempt
        passed
        manual
        notAssessable
      }
      sections {
        section
        title
        counts {
          total
          failed
          exempt
          passed
          manual
          notAssessable
        }
        checks {
          number
          title
          automated
          state
          reason
          checks {
            id
            rule
            title
            failed
          }
          nodes {
            passed
            failed
            notAssessable
            absent
            silent
            failing
          }
        }
      }
    }
  }
`)

export type BenchmarkData = ResultOf<typeof BenchmarkQuery>['benchmark']
export type SectionData = BenchmarkData['sections'][number]
export type BenchmarkCheckData = SectionData['checks'][number]
export type BenchmarkStateName = Scalar<'BenchmarkState'>

/** In the order in which they are offered. */
export const STATES = [
  'FAIL',
  'NOT_ASSESSABLE',
  'MANUAL',
  'EXEMPT',
  'PASS',
] as const satisfies readonly BenchmarkStateName[]

export const VERSIONS = ['V1_10', 'V1_11', 'V1_12'] as const satisfies readonly Scalar<'CisVersion'>[]

/** The version as people write it. */
export function versionName(version: Scalar<'CisVersion'>): string {
  return version.slice(1).replace('_', '.')
}

export function countOf(counts: BenchmarkData['counts'], state: BenchmarkStateName): number {
  switch (state) {
    case 'FAIL':
      return counts.failed
    case 'EXEMPT':
      return counts.exempt
    case 'PASS':
      return counts.passed
    case 'MANUAL':
      return counts.manual
    case 'NOT_ASSESSABLE':
      return counts.notAssessable
  }
}
