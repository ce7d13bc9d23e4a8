import { graphql, type Scalar } from '../api/graphql.ts'
import { PageFragment } from '../assets/fragments.ts'
import { choicesOf } from '../list/filters.ts'
import { defineList } from '../list/list-spec.ts'
import { text } from '../messages/text.ts'

export const COVERAGE_REASONS = [
  'COMPLETE',
  'NOT_SERVED',
  'FORBIDDEN',
  'NOT_IN_SNAPSHOT',
  'FAILED',
  'NOT_YET_READ',
] as const satisfies readonly Scalar<'CoverageReason'>[]

export const WATCH_STATES = [
  'STARTING',
  'WATCHING',
  'POLLING',
  'RECONNECTING',
] as const satisfies readonly Scalar<'WatchState'>[]

const CoverageListQuery = graphql(
  `
    query CoverageList(
      $first: Int
      $after: String
      $last: Int
      $before: String
      $filter: CoverageFilter
      $orderBy: CoverageOrder
    ) {
      list: coverage(
        first: $first
        after: $after
        last: $last
        before: $before
        filter: $filter
        orderBy: $orderBy
      ) {
        nodes {
          kind
          reason
          message
          advice
          apiVersion
          servedVersions
          writtenVersions
          objects
          lastComplete
          updated
          watch {
            state
            message
            advice
            heard
            lagMs
          }
          cluster {
            id
            name
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
)

/** What is seen of each kind of a cluster, and where it is not, why. */
export const coverageList = defineList({
  type: undefined,
  page: CoverageListQuery,
  total: graphql(`
    query CoverageTotal($filter: CoverageFilter) {
      list: coverage(first: 1, filter: $filter) {
        totalCount
      }
    }
  `),
  key: (row) => `${row.cluster.id} ${row.kind}`,
  filters: {
    text: { kind: 'text' },
    reasons: {
      kind: 'choices',
      label: 'coverage.reason',
      options: choicesOf(COVERAGE_REASONS, (reason) => text(`coverageReason.${reason}`)),
    },
    watchStates: {
      kind: 'choices',
      label: 'watch.title',
      options: choicesOf(WATCH_STATES, (state) => text(`watchState.${state}`)),
    },
    kinds: { kind: 'values', label: 'coverage.kind' },
    apiVersions: { kind: 'values', label: 'coverage.apiVersion' },
    writtenVersions: { kind: 'values', label: 'coverage.writtenVersions', rare: true },
    objects: { kind: 'numbers', label: 'coverage.objects' },
    lastComplete: { kind: 'days', label: 'coverage.lastComplete' },
  },
  orderFields: ['CLUSTER', 'KIND', 'REASON', 'WATCH', 'API_VERSION', 'OBJECTS', 'LAST_COMPLETE', 'MESSAGE'],
  defaultOrder: { field: 'KIND', direction: 'ASC' },
})
