'use client'

import { Stack } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { numberColumn } from '../assets/columns.tsx'
import { FilterBar } from '../list/filter-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { useChanges } from '../live/live-provider.tsx'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Marked } from '../parts/marked.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { coverageList } from './coverage-list.ts'
import { WatchTag } from './watch-tag.tsx'

type Row = ResultOf<typeof coverageList.page>['list']['nodes'][number]

const columns: readonly Column<Row, (typeof coverageList.orderFields)[number]>[] = [
  { key: 'kind', title: text('coverage.kind'), sort: 'KIND', render: (row) => row.kind },
  {
    key: 'reason',
    title: text('coverage.reason'),
    sort: 'REASON',
    render: (row) => (
      <ToneTag tone={row.reason === 'COMPLETE' ? 'good' : row.reason === 'NOT_SERVED' ? 'idle' : 'warning'}>
        {text(`coverageReason.${row.reason}`)}
      </ToneTag>
    ),
  },
  { key: 'watch', title: text('watch.title'), sort: 'WATCH', render: (row) => <WatchTag watch={row.watch} /> },
  numberColumn('objects', text('coverage.objects'), (row) => row.objects, 'OBJECTS'),
  {
    key: 'lastComplete',
    title: text('coverage.lastComplete'),
    sort: 'LAST_COMPLETE',
    render: (row) => <Ago at={row.lastComplete} />,
  },
  {
    key: 'message',
    title: text('coverage.message'),
    sort: 'MESSAGE',
    render: (row) => (
      <Marked text={[row.message, row.advice, row.watch?.message, row.watch?.advice].filter(Boolean).join(' ')} />
    ),
  },
]

/** What is seen of a cluster, kind by kind. */
export function CoverageTable({ clusterId }: { readonly clusterId: string }) {
  const list = useList(coverageList, { within: { scope: { clusters: [clusterId] } } })
  // Coverage has no changes of its own: it moves with its cluster, at each sync and when it is followed in another way.
  useChanges(['Cluster'], (changes, resync) => {
    if (resync || changes.some((change) => change.nodeId === clusterId)) list.reload()
  })
  return (
    <Stack gap="sm">
      <FilterBar label={text('coverage.title')} definitions={coverageList.filters} state={list.state} />
      <ListTable
        list={list}
        label={text('coverage.title')}
        columns={columns}
        rowLabel={(row) => row.kind}
        empty={<Nothing title={text('coverage.notYet')} advice={text('coverage.notYetAdvice')} />}
      />
    </Stack>
  )
}
