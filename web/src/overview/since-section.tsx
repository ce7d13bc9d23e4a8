import { Group, SegmentedControl, Skeleton, Table, Text } from '@mantine/core'
import { useThrottledCallback } from '@mantine/hooks'
import type { ResultOf } from 'gql.tada'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useEffect, useMemo, useRef, useState } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { DIFFERENCE_KINDS } from '../changes/difference-list.ts'
import { CHANGED_TYPES, type ChangedType } from '../changes/type-name.ts'
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
      countedSince
      newRisks
      counts {
        type
        added
        gone
        changed
      }
    }
  }
`)

const DAY_MS = 86_400_000
const PERIODS = ['visit', 'day', 'week'] as const
/** GraphQL types of what is counted. */
const FOLLOWED = [...Object.keys(CHANGED_TYPES), 'Risk', 'Waiver']
const FIELDS = { NEW: 'added', GONE: 'gone', CHANGED: 'changed' } as const

type Kind = (typeof DIFFERENCE_KINDS)[number]
/** However much happens, it is counted anew only this often. */
const RECOUNT_MS = 5_000

/** What is new, gone and different since the last visit, or within a day or a week; each number a link to just these. No risk is new only where something looked for risks. */
export function SinceSection({ isAnalyzed }: { readonly isAnalyzed: boolean }) {
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
        <Summary summary={summary} isAnalyzed={isAnalyzed} />
      ) : error ? (
        <Failure error={error} onRetry={readAgain} />
      ) : (
        <Skeleton height={96} role="status" aria-label={text('list.loading', { label: text('since.title') })} />
      )}
    </Section>
  )
}

type ChangeSummary = ResultOf<typeof ChangeSummaryQuery>['changeSummary']
type Count = ChangeSummary['counts'][number]
type AssetCount = Count & { readonly type: ChangedType }

function Summary({ summary, isAnalyzed }: { readonly summary: ChangeSummary; readonly isAnalyzed: boolean }) {
  const rows = assetCounts(summary)
  return (
    <>
      {isAnalyzed && <NewRisks summary={summary} />}
      {summary.countedSince > summary.since && (
        <Text size="sm">
          {text('since.incomplete')} <Ago at={summary.countedSince} />
        </Text>
      )}
      {rows.length === 0 ? (
        <Text size="sm">{text('since.none')}</Text>
      ) : (
        <Table aria-label={text('since.title')} className={classes.changes} fz="sm">
          <Table.Thead>
            <Table.Tr>
              <Table.Th scope="col">{text('since.asset')}</Table.Th>
              {DIFFERENCE_KINDS.map((kind) => (
                <Table.Th key={kind} scope="col">
                  {text(`differenceKind.${kind}`)}
                </Table.Th>
              ))}
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map((count) => (
              <Table.Tr key={count.type}>
                <Table.Th scope="row">{text(`assetTypes.${CHANGED_TYPES[count.type]}`)}</Table.Th>
                {DIFFERENCE_KINDS.map((kind) => (
                  <Table.Td key={kind}>
                    <Total summary={summary} count={count} kind={kind} />
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <Group gap="md">
        {summary.counts.length > 0 && (
          <ScopedLink path="/changes" parameters={periodOf(summary)} size="sm">
            {text('since.all')}
          </ScopedLink>
        )}
        <Text size="xs" c="dimmed">
          {text('since.from')} <Ago at={summary.since} />
        </Text>
      </Group>
    </>
  )
}

function NewRisks({ summary: { since, until, newRisks } }: { readonly summary: ChangeSummary }) {
  if (newRisks === 0) return <Text size="sm">{text('since.noRisks')}</Text>
  return (
    <ScopedLink
      path="/risks"
      parameters={{ states: 'OPEN', waived: 'false', firstSeen: `${since}..${until}` }}
      size="sm"
      fw={500}
      style={{ alignSelf: 'start' }}
    >
      {text('since.risks', { count: newRisks })}
    </ScopedLink>
  )
}

function Total({
  summary,
  count,
  kind,
}: {
  readonly summary: ChangeSummary
  readonly count: AssetCount
  readonly kind: Kind
}) {
  const total = count[FIELDS[kind]]
  if (total === 0)
    return (
      <Text component="span" size="sm" c="dimmed">
        {text('asset.nothing')}
      </Text>
    )
  return (
    <ScopedLink
      path="/changes"
      parameters={{ types: count.type, kinds: kind, ...periodOf(summary) }}
      size="sm"
      className={classes.number}
      label={text('since.count', {
        count: total,
        type: text(`assetTypes.${CHANGED_TYPES[count.type]}`),
        kind: text(`differenceKind.${kind}`),
      })}
    >
      {formatNumber(total)}
    </ScopedLink>
  )
}

/** The time that was counted, as the page of changes has it in its address. */
function periodOf({ countedSince, until }: ChangeSummary) {
  return { compare: 'custom', compareFrom: countedSince, compareTo: until }
}

/** The assets, in the order in which they contain one another; other objects stand in the list of all changes. */
function assetCounts({ counts }: ChangeSummary): AssetCount[] {
  return (Object.keys(CHANGED_TYPES) as ChangedType[]).flatMap((type) => {
    const found = counts.find((count) => count.type === type)
    return found ? [{ ...found, type }] : []
  })
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
