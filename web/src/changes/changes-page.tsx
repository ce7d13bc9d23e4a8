'use client'

import { Button, Group, Stack, Text } from '@mantine/core'
import { IconX } from '@tabler/icons-react'
import type { ResultOf } from 'gql.tada'
import { useRouter } from 'next/navigation'
import { parseAsIsoDateTime, useQueryStates } from 'nuqs'
import { numberColumn } from '../assets/columns.tsx'
import { FilterBar } from '../list/filter-bar.tsx'
import { ListPage } from '../list/list-page.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { exactTime } from '../messages/relative-time.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { useOpenDetails } from '../parts/details-link.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { Short } from '../parts/short.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { useScope, useScopedHref } from '../shell/scope.ts'
import type { Tone } from '../theme/palette.ts'
import { assetChangeList } from './asset-change-list.ts'

type Row = ResultOf<typeof assetChangeList.page>['list']['nodes'][number]

const tones: Readonly<Record<Row['operation'], Tone>> = { ADDED: 'busy', MODIFIED: 'idle', REMOVED: 'warning' }

const columns: readonly Column<Row, (typeof assetChangeList.orderFields)[number]>[] = [
  {
    key: 'operation',
    title: text('changes.what'),
    sort: 'OPERATION',
    render: (row) => <ToneTag tone={tones[row.operation]}>{text(`since.operation.${row.operation}`)}</ToneTag>,
  },
  {
    key: 'name',
    title: text('asset.name'),
    sort: 'NAME',
    render: (row) => <Short width="clamp(160px, 22vw, 420px)">{row.name}</Short>,
  },
  { key: 'type', title: text('changes.type'), sort: 'TYPE', render: (row) => text(`assetType.${row.type}`) },
  {
    key: 'namespace',
    title: text('asset.namespace'),
    sort: 'NAMESPACE',
    render: (row) => row.namespace || text('asset.nothing'),
  },
  {
    key: 'cluster',
    title: text('asset.cluster'),
    sort: 'CLUSTER',
    render: (row) =>
      row.cluster === null ? (
        text('asset.nothing')
      ) : (
        <ScopedLink path="/clusters/view" parameters={{ id: row.cluster.id }} size="sm">
          {row.cluster.name}
        </ScopedLink>
      ),
  },
  numberColumn('changes', text('changes.times'), (row) => row.changes, 'CHANGES'),
  { key: 'at', title: text('changes.at'), sort: 'TIME', render: (row) => <Ago at={row.at} /> },
]

const parsers = { since: parseAsIsoDateTime, until: parseAsIsoDateTime }

/** What became of the assets in a time that the address names; where the numbers of the overview lead. */
export function ChangesPage() {
  const scope = useScope()
  const [{ since, until }] = useQueryStates(parsers)
  const at = { ...(since && { from: since.toISOString() }), ...(until && { before: until.toISOString() }) }
  const list = useList(assetChangeList, { within: { scope: scope.input, at } })
  const [, openDetails] = useOpenDetails()
  const router = useRouter()
  const href = useScopedHref()

  function open(row: Row): void {
    if (row.type === 'CLUSTER') router.push(href('/clusters/view', { id: row.nodeId }))
    else void openDetails(row.nodeId)
  }

  return (
    <ListPage title={text('changes.title')}>
      <Stack gap="sm">
        {since && <Period since={since} until={until} />}
        <FilterBar label={text('changes.title')} definitions={assetChangeList.filters} state={list.state} />
        <ListTable
          list={list}
          label={text('changes.title')}
          columns={columns}
          onOpen={open}
          rowLabel={(row) =>
            text('changes.open', { name: row.name, operation: text(`since.operation.${row.operation}`) })
          }
          empty={<Nothing title={text('changes.none')} advice={text('changes.noneAdvice')} />}
        />
      </Stack>
    </ListPage>
  )
}

function Period({ since, until }: { readonly since: Date; readonly until: Date | null }) {
  const [, setPeriod] = useQueryStates(parsers, { history: 'push' })
  const from = exactTime(since.getTime())
  return (
    <Group gap="xs">
      <Text size="sm">
        {until
          ? text('changes.between', { since: from, until: exactTime(until.getTime()) })
          : text('changes.since', { since: from })}
      </Text>
      <Button
        size="compact-sm"
        variant="subtle"
        leftSection={<IconX size={14} aria-hidden />}
        onClick={() => void setPeriod(null)}
      >
        {text('changes.allTimes')}
      </Button>
    </Group>
  )
}
