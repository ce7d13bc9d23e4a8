'use client'

import { Stack, Text } from '@mantine/core'
import { useMediaQuery } from '@mantine/hooks'
import { clusterLinkColumn } from '../exposures/cluster-link-column.tsx'
import { objectName } from '../exposures/entry-names.ts'
import { NarrowedTo } from '../exposures/narrowed-to.tsx'
import { ListBar } from '../list/list-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { formatNumber, text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { DetailsLink, useOpenDetails } from '../parts/details-link.tsx'
import { Short } from '../parts/short.tsx'
import type { AnalysisData } from '../risks/analyses-note.tsx'
import type { Scope } from '../shell/scope.ts'
import { NothingChecked } from './check-state.tsx'
import { type CheckedObjectRow, checkedObjectFilters, checkedObjectList } from './checked-object-list.ts'

type ObjectColumn = Column<CheckedObjectRow, (typeof checkedObjectList.orderFields)[number]>

const columns: readonly ObjectColumn[] = [
  {
    key: 'failed',
    title: text('checkOutcome.FAIL'),
    sort: 'FAILED',
    align: 'right',
    width: 90,
    // Where they stand is told by the object's details.
    render: (row) => (
      <DetailsLink id={row.id}>
        {formatNumber(row.failed)}
        <span className="bw-hidden"> {text('check.wrongOf', { name: nameOf(row) })}</span>
      </DetailsLink>
    ),
  },
  {
    key: 'name',
    title: text('check.object'),
    sort: 'NAME',
    render: (row) => (
      <Text component="span" size="sm" fw={500}>
        <Short width="clamp(150px, 24vw, 480px)">{row.name}</Short>
      </Text>
    ),
  },
  { key: 'kind', title: text('check.objectKind'), sort: 'KIND', render: (row) => row.kind },
  {
    key: 'namespace',
    title: text('asset.namespace'),
    sort: 'NAMESPACE',
    render: (row) => <Short width="160px">{row.namespace || text('asset.nothing')}</Short>,
  },
  clusterLinkColumn(),
  {
    key: 'exempt',
    title: text('checkOutcome.EXEMPT'),
    align: 'right',
    isAside: true,
    render: (row) => formatNumber(row.exempt),
  },
  {
    key: 'notAssessable',
    title: text('checkOutcome.NOT_ASSESSABLE'),
    align: 'right',
    isAside: true,
    render: (row) => formatNumber(row.notAssessable),
  },
  {
    key: 'passed',
    title: text('check.rulesPassed'),
    align: 'right',
    isAside: true,
    render: (row) => formatNumber(row.passed.length),
  },
  {
    key: 'firstSeen',
    title: text('check.firstChecked'),
    sort: 'FIRST_SEEN',
    render: (row) => <Ago at={row.firstSeen} />,
  },
]

function nameOf({ kind, namespace, name }: CheckedObjectRow): string {
  const told = kind === 'Namespace' ? name : objectName({ namespace, name })
  return text('exposure.entryObject', { kind, name: told })
}

/** Each object that was judged; what rules say of it stands in its details. */
export function CheckedObjectTable({
  scope,
  analysis,
}: {
  readonly scope: Scope['input']
  readonly analysis: AnalysisData | undefined
}) {
  const list = useList(checkedObjectList, { within: { scope } })
  const readAgain = useReadAgain(list.loading, list.refresh)
  useChanges(['CheckResult', 'Analysis'], readAgain)
  const [, setOpen] = useOpenDetails()
  const isPhone = useMediaQuery('(max-width: 37.5em)')
  return (
    <Stack gap="sm">
      <NarrowedTo state={list.state} />
      <ListBar label={text('check.objects')} list={list} columns={columns} definitions={checkedObjectFilters} />
      <ListTable
        list={list}
        label={text('check.objects')}
        columns={isPhone ? columns.filter(({ key }) => key !== 'firstSeen') : columns}
        onOpen={(row) => void setOpen(row.id)}
        rowLabel={nameOf}
        empty={
          <NothingChecked
            analysis={analysis}
            none={{ title: text('check.noObjects'), advice: text('check.noObjectsAdvice') }}
          />
        }
      />
    </Stack>
  )
}
