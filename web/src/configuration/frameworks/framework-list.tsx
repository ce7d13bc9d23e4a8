'use client'

import { Skeleton, Stack } from '@mantine/core'
import { parseAsArrayOf, parseAsString, useQueryState } from 'nuqs'
import { useQuery } from 'urql'
import { useChanges } from '../../live/live-provider.tsx'
import { useReadAgain } from '../../live/use-read-again.ts'
import { text } from '../../messages/text.ts'
import { Failure } from '../../parts/failure.tsx'
import { Nothing } from '../../parts/nothing.tsx'
import type { AnalysisData } from '../../risks/analyses-note.tsx'
import type { Scope } from '../../shell/scope.ts'
import { NothingChecked } from '../check-state.tsx'
import { FrameworkCard } from './framework-card.tsx'
import { FrameworksQuery } from './framework-query.ts'

/** The catalogs of requirements, each with how far it is met in scope and how much of it rules look after. */
export function FrameworkList({
  scope,
  analysis,
}: {
  readonly scope: Scope['input']
  readonly analysis: AnalysisData | undefined
}) {
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: FrameworksQuery,
    variables: { scope },
    requestPolicy: 'cache-and-network',
  })
  const again = () => reload({ requestPolicy: 'network-only' })
  useChanges(['CheckTally', 'Analysis', 'Waiver'], useReadAgain(fetching || stale, again))
  const [unfolded, setUnfolded] = useQueryState('unfolded', unfoldedParser)

  function toggle(title: string): void {
    const left = unfolded.filter((each) => each !== title)
    void setUnfolded(left.length < unfolded.length ? left : [...unfolded, title])
  }

  if (!data) {
    if (error) return <Failure error={error} onRetry={again} />
    return <Skeleton h={420} role="status" aria-busy="true" aria-label={text('framework.loading')} />
  }
  if (data.frameworks.length === 0)
    return <Nothing title={text('check.noRules')} advice={text('check.noRulesAdvice')} />
  return (
    <Stack gap="sm">
      {analysis?.analyzed === 0 && <NothingChecked analysis={analysis} none={NONE} />}
      {data.frameworks.map((framework) => (
        <FrameworkCard
          key={framework.title}
          framework={framework}
          isOpen={unfolded.includes(framework.title)}
          onToggle={() => toggle(framework.title)}
        />
      ))}
    </Stack>
  )
}

const unfoldedParser = parseAsArrayOf(parseAsString).withDefault([])
const NONE = { title: text('check.none'), advice: text('check.noneAdvice') }
