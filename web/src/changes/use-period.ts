import { parseAsIsoDateTime, parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useMemo } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'

export const SINCE = ['sync', 'day', 'week', 'custom'] as const
export type Since = (typeof SINCE)[number]

const MINUTE_MS = 60_000
const DAY_MS = 24 * 60 * MINUTE_MS

const LastSyncQuery = graphql(`
  query LastSync($filter: TaskFilter) {
    tasks(first: 1, filter: $filter, orderBy: { field: CREATED, direction: DESC }) {
      nodes {
        id
        started
      }
    }
  }
`)

/** The two moments that are compared; they stand in the URL. */
export interface Period {
  readonly since: Since
  /** ISO 8601; undefined while it is not known when the last sync began. */
  readonly from: string | undefined
  /** Undefined: now. */
  readonly to: string | undefined
  setSince(since: Since): void
  setFrom(from: Date | null): void
  setTo(to: Date | null): void
  /** The last sync may be another one now. */
  refresh(): void
}

/** `clusterId` undefined: of all clusters, which have no last sync in common; then it is the last day until something else is chosen. */
export function usePeriod(clusterId: string | undefined): Period {
  const [{ since: asked, from, to }, set] = useQueryStates(
    { since: parseAsStringLiteral(SINCE), from: parseAsIsoDateTime, to: parseAsIsoDateTime },
    // The panel of tasks, which may be open beside it, has a `since` of its own.
    { history: 'push', urlKeys: { since: 'compare', from: 'compareFrom', to: 'compareTo' } },
  )
  const since = asked === null || (asked === 'sync' && clusterId === undefined) ? (clusterId ? 'sync' : 'day') : asked
  const [{ data, fetching }, refresh] = useQuery({
    query: LastSyncQuery,
    variables: {
      filter: {
        kinds: ['CONTAINER_ASSET_SYNC'],
        states: ['SUCCEEDED', 'PARTIAL'],
        scope: { clusters: clusterId === undefined ? [] : [clusterId] },
      },
    },
    pause: since !== 'sync',
    requestPolicy: 'cache-and-network',
  })
  const lastSync = data?.tasks.nodes[0]?.started
  const begin = useMemo(() => {
    // To the minute, so that the filter stays the same while the page is open.
    const now = Math.floor(Date.now() / MINUTE_MS) * MINUTE_MS
    if (since === 'custom') return (from ?? new Date(now - DAY_MS)).toISOString()
    if (since === 'week') return new Date(now - 7 * DAY_MS).toISOString()
    if (since === 'day') return new Date(now - DAY_MS).toISOString()
    if (lastSync) return lastSync
    return fetching ? undefined : new Date(now - DAY_MS).toISOString()
  }, [since, from, lastSync, fetching])

  return {
    since,
    from: begin,
    to: since === 'custom' ? to?.toISOString() : undefined,
    setSince: (next) => void set({ since: next, ...(next !== 'custom' && { from: null, to: null }) }),
    setFrom: (next) => void set({ from: next }),
    setTo: (next) => void set({ to: next }),
    refresh: () => refresh({ requestPolicy: 'network-only' }),
  }
}
