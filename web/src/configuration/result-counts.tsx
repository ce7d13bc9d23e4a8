'use client'

import { Group } from '@mantine/core'
import { useRef } from 'react'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { asList, filterInput } from '../list/filters.ts'
import type { ListState } from '../list/url-state.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { formatNumber, text } from '../messages/text.ts'
import { ScopedLink } from '../parts/scoped-link.tsx'
import type { Scope } from '../shell/scope.ts'
import { checkResultList } from './check-result-list.ts'
import { OUTCOMES } from './configuration-words.ts'
import classes from './result-counts.module.css'

const ResultCountsQuery = graphql(`
  query ResultCounts(
    $high: CheckResultFilter
    $medium: CheckResultFilter
    $low: CheckResultFilter
    $notAssessable: CheckResultFilter
    $exempt: CheckResultFilter
    $all: CheckResultFilter
  ) {
    high: checkResults(first: 1, filter: $high) {
      totalCount
    }
    medium: checkResults(first: 1, filter: $medium) {
      totalCount
    }
    low: checkResults(first: 1, filter: $low) {
      totalCount
    }
    notAssessable: checkResults(first: 1, filter: $notAssessable) {
      totalCount
    }
    exempt: checkResults(first: 1, filter: $exempt) {
      totalCount
    }
    all: checkResults(first: 1, filter: $all) {
      totalCount
    }
  }
`)

/** Parts of the list, by what tells them from the others; together they are all of it. */
const PARTS = {
  high: { priorities: ['HIGH'], results: ['FAIL'] },
  medium: { priorities: ['MEDIUM'], results: ['FAIL'] },
  low: { priorities: ['LOW'], results: ['FAIL'] },
  notAssessable: { priorities: [], results: ['NOT_ASSESSABLE'] },
  exempt: { priorities: [], results: ['EXEMPT'] },
  all: { priorities: [], results: [...OUTCOMES] },
} as const

type Part = keyof typeof PARTS
const NAMES = Object.keys(PARTS) as Part[]

/** How much there is of each part of the list, under the other filters; each number leads to what it counts. */
export function ResultCounts({
  scope,
  state,
}: {
  readonly scope: Scope['input']
  readonly state: Pick<ListState<string>, 'filters' | 'query'>
}) {
  const counts = useCounts(scope, state.filters)
  const kept = Object.fromEntries(new URLSearchParams(state.query))
  return (
    <Group gap={6} component="nav" aria-label={text('check.parts')}>
      {NAMES.map((name) => {
        const { priorities, results } = PARTS[name]
        const isShown = isSame(state.filters['priorities'], priorities) && isSame(state.filters['results'], results)
        return (
          <ScopedLink
            key={name}
            path="/configuration"
            parameters={{ ...kept, priorities: priorities.join(), results: results.join() }}
            className={classes.part}
            underline="never"
            current={isShown}
          >
            {text(`check.part.${name}`)}
            <span className={classes.count}>{counts ? formatNumber(counts[name].totalCount) : ''}</span>
          </ScopedLink>
        )
      })}
    </Group>
  )
}

function useCounts(scope: Scope['input'], filters: ListState<string>['filters']) {
  const filterOf = (name: Part) => ({
    scope,
    ...filterInput(checkResultList.filters, { ...filters, ...copyOf(PARTS[name]) }),
  })
  const [{ data, fetching, stale }, reload] = useQuery({
    query: ResultCountsQuery,
    variables: Object.fromEntries(NAMES.map((name) => [name, filterOf(name)])),
    requestPolicy: 'cache-and-network',
  })
  const readAgain = useReadAgain(fetching || stale, () => reload({ requestPolicy: 'network-only' }))
  useChanges(['CheckResult', 'Risk', 'Analysis'], readAgain)
  // While others are on their way the present ones stay, so that nothing jumps.
  const last = useRef<typeof data>(undefined)
  if (data) last.current = data
  return last.current
}

function copyOf({ priorities, results }: (typeof PARTS)[Part]): { priorities: string[]; results: string[] } {
  return { priorities: [...priorities], results: [...results] }
}

function isSame(asked: ListState<string>['filters'][string] | undefined, part: readonly string[]): boolean {
  return (
    asList(asked ?? null)
      .toSorted()
      .join() === part.toSorted().join()
  )
}
