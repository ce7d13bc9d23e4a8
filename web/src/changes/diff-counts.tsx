'use client'

import { Anchor, Group, Text } from '@mantine/core'
import { useEffect } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import type { Within } from '../assets/tables.tsx'
import type { ListState } from '../list/url-state.ts'
import { exactTime } from '../messages/relative-time.ts'
import { text } from '../messages/text.ts'
import { Failure } from '../parts/failure.tsx'
import { Notice } from '../parts/notice.tsx'
import { DIFFERENCE_KINDS } from './difference-list.ts'
import { typeName } from './type-name.ts'

const DifferenceCountsQuery = graphql(`
  query DifferenceCounts($since: DateTime!, $until: DateTime, $scope: ScopeInput) {
    changeSummary(since: $since, until: $until, scope: $scope) {
      since
      countedSince
      keptSince
      counts {
        type
        added
        gone
        changed
      }
    }
  }
`)

const FIELDS = { NEW: 'added', GONE: 'gone', CHANGED: 'changed' } as const
const SIGNS = { NEW: '+', GONE: '−', CHANGED: '±' } as const

/** How much differs, type by type; each number filters the list to what it counts. */
export function DiffCounts({
  scope,
  from,
  to,
  state,
  total,
}: {
  readonly scope: Within
  readonly from: string
  readonly to: string | undefined
  readonly state: Pick<ListState<string>, 'apply' | 'columns'>
  /** Of the list, as far as it is known: another one means other counts. */
  readonly total: number | undefined
}) {
  const [{ data, error }, reload] = useQuery({
    query: DifferenceCountsQuery,
    variables: { since: from, until: to ?? null, scope },
    requestPolicy: 'cache-and-network',
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: another total is the reason to count anew
  useEffect(() => reload({ requestPolicy: 'network-only' }), [total])
  const diff = data?.changeSummary
  if (error && !diff) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
  if (!diff) return null

  function show(type: string, kind: (typeof DIFFERENCE_KINDS)[number]): void {
    const query = new URLSearchParams({ types: type, kinds: kind }).toString()
    state.apply({ query, columns: state.columns ?? [] })
  }

  return (
    <>
      <Incomplete summary={diff} />
      <Group gap="4px 16px" component="ul" m={0} p={0} style={{ listStyle: 'none' }} aria-label={text('diff.counts')}>
        {diff.counts.map((count) => (
          <Group key={count.type} component="li" gap={6}>
            <Text size="sm">{typeName(count.type)}</Text>
            {DIFFERENCE_KINDS.filter((kind) => count[FIELDS[kind]] > 0).map((kind) => (
              <Anchor
                key={kind}
                component="button"
                type="button"
                size="sm"
                className="bw-figures"
                aria-label={text(`diff.count.${kind}`, { count: count[FIELDS[kind]], type: typeName(count.type) })}
                title={text(`diff.count.${kind}`, { count: count[FIELDS[kind]], type: typeName(count.type) })}
                onClick={() => show(count.type, kind)}
              >
                {SIGNS[kind]}
                {count[FIELDS[kind]]}
              </Anchor>
            ))}
          </Group>
        ))}
      </Group>
    </>
  )
}

/** What the comparison leaves out: what is no longer kept, or what is beyond the newest changes. */
function Incomplete({
  summary,
}: {
  readonly summary: { readonly since: string; readonly countedSince: string; readonly keptSince: string }
}) {
  const [since, counted, kept] = [summary.since, summary.countedSince, summary.keptSince].map(Date.parse)
  if (since === undefined || counted === undefined || kept === undefined) return null
  if (counted > since && counted > kept) {
    return (
      <Notice tone="warning" title={text('diff.countedSince', { moment: exactTime(counted) })}>
        {text('diff.countedAdvice')}
      </Notice>
    )
  }
  if (kept <= since) return null
  return (
    <Notice tone="warning" title={text('diff.keptSince', { moment: exactTime(kept) })}>
      {text('diff.incompleteAdvice')}
    </Notice>
  )
}
