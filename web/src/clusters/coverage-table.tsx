'use client'

import { Stack, Text } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { numberColumn } from '../assets/columns.tsx'
import { ListBar } from '../list/list-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Expansion, ExpansionRoom } from '../parts/expansion.tsx'
import { Marked } from '../parts/marked.tsx'
import { withoutMarks } from '../parts/marked-text.ts'
import { Nothing } from '../parts/nothing.tsx'
import { Short } from '../parts/short.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { coverageList } from './coverage-list.ts'
import { WatchTag } from './watch-tag.tsx'

type Row = ResultOf<typeof coverageList.page>['list']['nodes'][number]

const columns: readonly Column<Row, (typeof coverageList.orderFields)[number]>[] = [
  {
    key: 'kind',
    title: text('coverage.kind'),
    sort: 'KIND',
    render: (row) => <Short width="230px">{row.kind}</Short>,
  },
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
  {
    key: 'watch',
    title: text('watch.title'),
    sort: 'WATCH',
    data: 'watch.state',
    render: (row) => (row.reason === 'NOT_SERVED' ? text('asset.nothing') : <WatchTag watch={row.watch} />),
  },
  {
    key: 'apiVersion',
    title: text('coverage.apiVersion'),
    sort: 'API_VERSION',
    render: (row) => <Short width="160px">{row.apiVersion || text('asset.nothing')}</Short>,
  },
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
    data: ['message', 'advice'],
    render: (row) => <Short width="230px">{withoutMarks(why(row))}</Short>,
  },
]

function why({ message, advice, watch }: Row): string {
  return [message, advice, watch?.message, watch?.advice].filter(Boolean).join(' ')
}

/** What is seen of a cluster, kind by kind. */
export function CoverageTable({ clusterId }: { readonly clusterId: string }) {
  const list = useList(coverageList, { within: { scope: { clusters: [clusterId] } } })
  const readAgain = useReadAgain(list.loading, list.reload)
  // Coverage has no changes of its own: it moves with its cluster, at each sync and when it is followed in another way.
  useChanges(['Cluster'], (changes, resync) => {
    if (resync || changes.some((change) => change.nodeId === clusterId)) readAgain()
  })
  return (
    <Stack gap="sm">
      <ListBar label={text('coverage.title')} list={list} columns={columns} />
      <ExpansionRoom>
        <ListTable
          list={list}
          label={text('coverage.title')}
          columns={columns}
          rowLabel={(row) => text('coverage.details', { kind: row.kind })}
          expansion={(row) => <Details row={row} />}
          empty={<Nothing title={text('coverage.notYet')} advice={text('coverage.notYetAdvice')} />}
        />
      </ExpansionRoom>
    </Stack>
  )
}

/** In which versions a kind is there, and why it is not seen or not followed. */
function Details({ row }: { readonly row: Row }) {
  return (
    <Expansion>
      <Stack gap={4}>
        {why(row) !== '' && (
          <Text size="sm">
            <Marked text={why(row)} />
          </Text>
        )}
        <Versions title={text('coverage.readIn')} versions={row.apiVersion === '' ? [] : [row.apiVersion]} />
        <Versions title={text('coverage.servedVersions')} versions={row.servedVersions} />
        <Versions title={text('coverage.writtenVersions')} versions={row.writtenVersions} />
        <Text size="xs" c="dimmed">
          {text('coverage.tried')} <Ago at={row.updated} />
        </Text>
      </Stack>
    </Expansion>
  )
}

function Versions({ title, versions }: { readonly title: string; readonly versions: readonly string[] }) {
  return (
    <Text size="sm">
      <b>{title}</b> {versions.join(', ') || text('asset.nothing')}
    </Text>
  )
}
