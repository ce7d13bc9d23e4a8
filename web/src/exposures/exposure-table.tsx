'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { IconFlask } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useMemo, useState } from 'react'
import { ListBar } from '../list/list-bar.tsx'
import { ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { text } from '../messages/text.ts'
import { useOpenDetails } from '../parts/details-link.tsx'
import type { AnalysisData } from '../risks/analyses-note.tsx'
import type { Scope } from '../shell/scope.ts'
import { NothingExposed } from './analysis-state.tsx'
import { exposureColumns, phoneColumns } from './exposure-columns.tsx'
import { type ExposureRow, exposureFilters, exposureList } from './exposure-list.ts'
import { NarrowedTo } from './narrowed-to.tsx'

const WhatIfDialog = dynamic(() => import('./what-if/what-if-dialog.tsx').then((module) => module.WhatIfDialog), {
  ssr: false,
})

/** The most that one simulation takes. */
const MOST_CHOSEN = 100

/** Each way in; several of one cluster can be chosen to try what would close them. */
export function ExposureTable({
  scope,
  analysis,
}: {
  readonly scope: Scope['input']
  readonly analysis: AnalysisData | undefined
}) {
  const list = useList(exposureList, { within: { scope } })
  // Whether one is intended is told by its risk, which is another row.
  const readAgain = useReadAgain(list.loading, list.refresh)
  useChanges(['Risk'], (changes) => {
    const shown = new Set(list.rows?.map((row) => row.risk?.id))
    if (changes.some(({ nodeId }) => shown.has(nodeId))) readAgain()
  })
  const [, setOpen] = useOpenDetails()
  const isPhone = useMediaQuery('(max-width: 37.5em)')
  const [chosenIds, setChosenIds] = useState<readonly string[]>([])
  const [isTrying, setIsTrying] = useState(false)
  // What is no longer shown is chosen no more.
  const chosen = useMemo(
    () => (list.rows ?? []).filter((row) => chosenIds.includes(row.id) && row.state === 'OPEN'),
    [list.rows, chosenIds],
  )
  return (
    <Stack gap="sm">
      <NarrowedTo state={list.state} />
      <ListBar label={text('exposure.exposures')} list={list} columns={exposureColumns} definitions={exposureFilters} />
      <Chosen rows={chosen} onTry={() => setIsTrying(true)} onClear={() => setChosenIds([])} />
      <ListTable
        list={list}
        label={text('exposure.exposures')}
        columns={isPhone ? phoneColumns : exposureColumns}
        onOpen={(row) => void setOpen(row.id)}
        rowLabel={(row) => text('exposure.open', { verdict: text(`verdict.${row.verdict}`), title: row.title })}
        isGone={(row) => row.state === 'RESOLVED'}
        selection={{ rows: chosen, onChange: (rows) => setChosenIds(rows.map((row) => row.id)) }}
        empty={<NothingExposed analysis={analysis} />}
      />
      {isTrying && chosen.length > 0 && <WhatIfDialog exposures={chosen} onClose={() => setIsTrying(false)} />}
    </Stack>
  )
}

/** What is chosen, and what can be done with it. */
function Chosen({
  rows,
  onTry,
  onClear,
}: {
  readonly rows: readonly ExposureRow[]
  readonly onTry: () => void
  readonly onClear: () => void
}) {
  if (rows.length === 0) return null
  const isOneCluster = new Set(rows.map((row) => row.cluster.id)).size === 1
  const refusal = !isOneCluster
    ? text('whatIf.oneCluster')
    : rows.length > MOST_CHOSEN
      ? text('whatIf.tooMany', { most: MOST_CHOSEN })
      : undefined
  return (
    <Group gap="xs" role="group" aria-label={text('whatIf.chosenRows')}>
      <Text size="sm" aria-live="polite">
        {text('whatIf.chosen', { count: rows.length })}
      </Text>
      <Button
        size="compact-sm"
        leftSection={<IconFlask size={16} aria-hidden />}
        disabled={refusal !== undefined}
        onClick={onTry}
      >
        {text('whatIf.open')}
      </Button>
      <Button size="compact-sm" variant="subtle" onClick={onClear}>
        {text('whatIf.clear')}
      </Button>
      {refusal && (
        <Text size="sm" c="dimmed">
          {refusal}
        </Text>
      )}
    </Group>
  )
}
