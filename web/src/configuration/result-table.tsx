'use client'

import { Skeleton, Stack } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { NarrowedTo } from '../exposures/narrowed-to.tsx'
import { ListBar } from '../list/list-bar.tsx'
import { ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { text } from '../messages/text.ts'
import { useOpenDetails } from '../parts/details-link.tsx'
import { Nothing } from '../parts/nothing.tsx'
import type { AnalysisData } from '../risks/analyses-note.tsx'
import type { Scope } from '../shell/scope.ts'
import { checkResultFilters, checkResultList } from './check-result-list.ts'
import { NothingChecked } from './check-state.tsx'
import { OPENING } from './opening.ts'
import { phoneColumns, resultColumns, resultLabel } from './result-columns.tsx'
import { ResultCounts } from './result-counts.tsx'
import { useOpening } from './use-opening.ts'

interface Shown {
  readonly scope: Scope['input']
  readonly analysis: AnalysisData | undefined
}

/** What is wrong, what comes first at the top of it. */
export function ResultTable(shown: Shown) {
  const isOpened = useOpening()
  return isOpened ? <Results {...shown} /> : <Skeleton h={320} />
}

function Results({ scope, analysis }: Shown) {
  const list = useList(checkResultList, { within: { scope } })
  // Whether one is accepted is told by its risk, which is another row.
  const readAgain = useReadAgain(list.loading, list.refresh)
  useChanges(['Risk'], (changes) => {
    const shown = new Set(list.rows?.map((row) => row.risk?.id))
    if (changes.some(({ nodeId }) => shown.has(nodeId))) readAgain()
  })
  const [, setOpen] = useOpenDetails()
  const isPhone = useMediaQuery('(max-width: 37.5em)')
  const columns = isPhone ? phoneColumns : resultColumns
  const isEmpty = list.rows?.length === 0 && !list.failure
  return (
    <Stack gap="sm">
      <NarrowedTo state={list.state} />
      <ResultCounts scope={scope} state={list.state} />
      <ListBar label={text('check.results')} list={list} columns={resultColumns} definitions={checkResultFilters} />
      {isEmpty && analysis?.analyzed === 0 ? (
        <NothingChecked analysis={analysis} none={NONE} />
      ) : isEmpty && list.state.query === AT_OPENING ? (
        <Nothing title={text('check.noneHigh')} advice={text('check.noneHighAdvice')} />
      ) : (
        <ListTable
          list={list}
          label={text('check.results')}
          columns={columns}
          onOpen={(row) => void setOpen(row.id)}
          rowLabel={resultLabel}
          isGone={(row) => row.state === 'RESOLVED'}
          empty={<NothingChecked analysis={analysis} none={NONE} />}
        />
      )}
    </Stack>
  )
}

const NONE = { title: text('check.none'), advice: text('check.noneAdvice') }
const AT_OPENING = new URLSearchParams(OPENING).toString()
