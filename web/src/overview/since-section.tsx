import { SegmentedControl, Skeleton, Table, Text } from '@mantine/core'
import { useThrottledCallback } from '@mantine/hooks'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useQuery } from 'urql'
import { graphql, type Scalar } from '../api/graphql.ts'
import { CHANGED_TYPES, OPERATIONS } from '../changes/asset-change-list.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { formatNumber, text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Failure } from '../parts/failure.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { useScope } from '../shell/scope.ts'
import { lastVisit, leave } from './last-visit.ts'
import classes from './overview.module.css'
import { Section } from './section.tsx'

const ChangeSummaryQuery = graphql(`
  query ChangeSummary($since: DateTime!, $scope: ScopeInput) {
    changeSummary(since: $since, scope: $scope) {
      since
      until
      complete
      counts {
        type
        operation
        total
      }
    }
  }
`)

const DAY_MS = 86_400_000
const PERIODS = ['visit', 'day', 'week'] as const
/** GraphQL types of what is counted. */
const FOLLOWED = ['Cluster', 'ClusterNode', 'Namespace', 'Workload', 'Pod', 'Container', 'Service']
/** However much happens, it is counted anew only this often. */
const RECOUNT_MS = 5_000

interface Row {
  readonly type: (typeof CHANGED_TYPES)[number]
  readonly totals: Readonly<Record<Scalar<'ChangeOperation'>, number>>
}

/** What is new, gone and different since the last visit, or within a day or a week; each number a link to just these assets. */
export function SinceSection() {
  const visit = useLastVisit()
  const scope = useScope()
  const [asked, setPeriod] = useQueryState('changed', parseAsStringLiteral(PERIODS))
  const period = asked === null || (asked === 'visit' && !visit.last) ? (visit.last ? 'visit' : 'day') : asked
  const since = useMemo(() => sinceOf(period, visit.last), [period, visit.last])
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: ChangeSummaryQuery,
    variables: { since, scope: scope.input },
    requestPolicy: 'cache-and-network',
  })
  const readAgain = useReadAgain(fetching || stale, () => reload({ requestPolicy: 'network-only' }))
  const recount = useThrottledCallback(readAgain, RECOUNT_MS)
  useChanges(FOLLOWED, recount)
  const summary = data?.changeSummary
  visit.sees(summary?.until)

  return (
    <Section
      title={text('since.title')}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={text('since.period')}
          value={period}
          onChange={(next) => void setPeriod(next as (typeof PERIODS)[number])}
          data={[
            ...(visit.last ? [{ value: 'visit', label: text('since.visit') }] : []),
            { value: 'day', label: text('since.day') },
            { value: 'week', label: text('since.week') },
          ]}
        />
      }
    >
      {summary ? (
        <Summary summary={summary} />
      ) : error ? (
        <Failure error={error} onRetry={readAgain} />
      ) : (
        <Skeleton height={96} role="status" aria-label={text('list.loading', { label: text('since.title') })} />
      )}
    </Section>
  )
}

interface ChangeSummary {
  readonly since: string
  readonly until: string
  readonly complete: boolean
  readonly counts: readonly {
    readonly type: Scalar<'AssetType'>
    readonly operation: Scalar<'ChangeOperation'>
    readonly total: number
  }[]
}

function Summary({ summary }: { readonly summary: ChangeSummary }) {
  const rows = rowsOf(summary)
  return (
    <>
      {!summary.complete && <Text size="sm">{text('since.incomplete')}</Text>}
      {rows.length === 0 ? (
        <Text size="sm">{text('since.none')}</Text>
      ) : (
        <Table aria-label={text('since.title')} className={classes.changes} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{text('since.asset')}</Table.Th>
              {OPERATIONS.map((operation) => (
                <Table.Th key={operation} scope="col">
                  {text(`since.operation.${operation}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ type, totals }) => (
              <Table.Tr key={type}>
                <Table.Th scope="row">{text(`assetTypes.${type}`)}</Table.Th>
                {OPERATIONS.map((operation) => (
                  <Table.Td key={operation}>
                    <Count summary={summary} type={type} operation={operation} total={totals[operation]} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Text size="xs" c="dimmed">
        {text('since.from')} <Ago at={summary.since} />
      </Text>
    </>
  )
}

function Count({
  summary: { since, until },
  type,
  operation,
  total,
}: {
  readonly summary: ChangeSummary
  readonly type: Row['type']
  readonly operation: Scalar<'ChangeOperation'>
  readonly total: number
}) {
  if (total === 0)
    return (
      <Text component="span" size="sm" c="dimmed">
        {text('asset.nothing')}
      </Text>
    )
  return (
    <ScopedLink
      path="/changes"
      parameters={{ types: type, operations: operation, since, until }}
      size="sm"
      className={classes.number}
      label={text('since.count', {
        count: total,
        type: text(`assetTypes.${type}`),
        operation: text(`since.operation.${operation}`),
      })}
    >
      {formatNumber(total)}
    </ScopedLink>
  )
}

function rowsOf({ counts }: ChangeSummary): Row[] {
  return CHANGED_TYPES.map((type) => {
    const total = (operation: Scalar<'ChangeOperation'>) =>
      counts.find((count) => count.type === type && count.operation === operation)?.total ?? 0
    return { type, totals: { ADDED: total('ADDED'), MODIFIED: total('MODIFIED'), REMOVED: total('REMOVED') } }
  }).filter(({ totals }) => totals.ADDED + totals.MODIFIED + totals.REMOVED > 0)
}

/** To the minute, so that the question stays the same for a while. */
function sinceOf(period: (typeof PERIODS)[number], last: Date | undefined): string {
  if (period === 'visit' && last) return last.toISOString()
  const now = Math.floor(Date.now() / 60_000) * 60_000
  return new Date(now - (period === 'week' ? 7 : 1) * DAY_MS).toISOString()
}

/** Read once for as long as the dashboard is open: who follows a number and comes back sees the same as before. */
let before: { readonly at: Date | undefined } | undefined

/** The visit before this one; it moves on when the overview is left, or its window is put away. */
function useLastVisit() {
  const [last] = useState(() => {
    if (typeof window === 'undefined') return undefined
    before ??= { at: lastVisit(window.localStorage) }
    return before.at
  })
  const seenUntil = useRef<string>(undefined)
  useEffect(() => {
    const end = () => {
      if (seenUntil.current !== undefined) leave(window.localStorage, new Date(seenUntil.current))
    }
    window.addEventListener('pagehide', end)
    return () => {
      window.removeEventListener('pagehide', end)
      end()
    }
  }, [])
  return {
    last,
    sees(until: string | undefined): void {
      if (until !== undefined) seenUntil.current = until
    },
  }
}
