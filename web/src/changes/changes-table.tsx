'use client'

import { Group, SegmentedControl, Skeleton, Stack, Text, TextInput } from '@mantine/core'
import { numberColumn } from '../assets/columns.tsx'
import type { Within } from '../assets/tables.tsx'
import { ListBar } from '../list/list-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import type { LiveChange } from '../live/change-feed.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { DetailsLink } from '../parts/details-link.tsx'
import { Expansion, ExpansionRoom } from '../parts/expansion.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { Short } from '../parts/short.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { DiffCounts } from './diff-counts.tsx'
import { type Difference, differenceList } from './difference-list.ts'
import { typeName } from './type-name.ts'
import { type Period, SINCE, type Since, usePeriod } from './use-period.ts'

const tones = { NEW: 'good', GONE: 'idle', CHANGED: 'busy' } as const

const columns: readonly Column<Difference, (typeof differenceList.orderFields)[number]>[] = [
  {
    key: 'kind',
    title: text('diff.kind'),
    sort: 'KIND',
    data: ['kind', 'introducedBy', 'fields'],
    render: (row) => <ToneTag tone={tones[row.kind]}>{text(`differenceKind.${row.kind}`)}</ToneTag>,
  },
  {
    key: 'name',
    title: text('asset.name'),
    sort: 'NAME',
    render: (row) => <Short width="clamp(160px, 22vw, 420px)">{row.name}</Short>,
  },
  { key: 'type', title: text('diff.type'), sort: 'TYPE', render: (row) => typeName(row.type) },
  {
    key: 'cluster',
    title: text('asset.cluster'),
    sort: 'CLUSTER',
    data: 'cluster.name',
    render: (row) =>
      row.cluster === null ? (
        text('asset.nothing')
      ) : (
        <ScopedLink path="/clusters/view" parameters={{ id: row.cluster.id }} size="sm">
          {row.cluster.name}
        </ScopedLink>
      ),
  },
  {
    key: 'namespace',
    title: text('asset.namespace'),
    sort: 'NAMESPACE',
    render: (row) => row.namespace || text('asset.nothing'),
  },
  numberColumn('changes', text('diff.times'), (row) => row.changes, 'CHANGES'),
  { key: 'at', title: text('diff.at'), sort: 'TIME', render: (row) => <Ago at={row.at} /> },
]

const columnsOfOne = columns.filter((column) => column.key !== 'cluster')

/** What differs between two moments, in one cluster or in all that are in scope. */
export function ChangesTable({
  clusterId,
  scope,
}: {
  /** Undefined: all in scope. */
  readonly clusterId?: string
  readonly scope: Within
}) {
  const period = usePeriod(clusterId)
  return (
    <Stack gap="sm">
      <PeriodPicker period={period} hasSync={clusterId !== undefined} />
      {period.from === undefined ? (
        <Skeleton height={320} />
      ) : (
        <Differences clusterId={clusterId} scope={scope} period={period} from={period.from} />
      )}
    </Stack>
  )
}

function PeriodPicker({ period, hasSync }: { readonly period: Period; readonly hasSync: boolean }) {
  return (
    <Group gap="xs" align="flex-end">
      <SegmentedControl
        size="xs"
        aria-label={text('diff.since')}
        value={period.since}
        onChange={(value) => period.setSince(value as Since)}
        data={[
          ...(hasSync ? [{ value: SINCE[0], label: text('diff.sinceSync') }] : []),
          { value: SINCE[1], label: text('diff.sinceDay') },
          { value: SINCE[2], label: text('diff.sinceWeek') },
          { value: SINCE[3], label: text('diff.sinceCustom') },
        ]}
      />
      {period.since === 'custom' && (
        <>
          <TextInput
            type="datetime-local"
            size="xs"
            label={text('diff.from')}
            value={localText(period.from)}
            onChange={(event) => period.setFrom(momentOf(event.currentTarget.value))}
          />
          <TextInput
            type="datetime-local"
            size="xs"
            label={text('diff.to')}
            value={localText(period.to)}
            onChange={(event) => period.setTo(momentOf(event.currentTarget.value))}
          />
        </>
      )}
    </Group>
  )
}

function Differences({
  clusterId,
  scope,
  period,
  from,
}: {
  readonly clusterId: string | undefined
  readonly scope: Within
  readonly period: Period
  readonly from: string
}) {
  const { to } = period
  const shown = clusterId === undefined ? columns : columnsOfOne
  const list = useList(differenceList, {
    within: { scope, period: { from, ...(to !== undefined && { before: to }) } },
  })
  const readAgain = useReadAgain(list.loading, () => {
    period.refresh()
    list.reload()
  })
  // What differs has no changes of its own: it moves with its cluster, at each sync and when it is followed in another way.
  useChanges(['Cluster', 'AssetCount'], (changes, resync) => {
    const isHere = (change: LiveChange) =>
      clusterId === undefined || change.nodeId === clusterId || change.cluster === clusterId
    if (resync || changes.some(isHere)) readAgain()
  })
  return (
    <>
      <DiffCounts scope={scope} from={from} to={to} state={list.state} total={list.total} />
      <ListBar label={text('diff.title')} list={list} columns={shown} />
      <ExpansionRoom>
        <ListTable
          list={list}
          label={text('diff.title')}
          columns={shown}
          rowLabel={(row) => text('diff.details', { name: `${typeName(row.type)} ${row.name}` })}
          isGone={(row) => row.kind === 'GONE'}
          expansion={(row) => <Details row={row} />}
          empty={<Nothing title={text('diff.none')} advice={text('diff.noneAdvice')} />}
        />
      </ExpansionRoom>
    </>
  )
}

function Details({ row }: { readonly row: Difference }) {
  return (
    <Expansion>
      <Stack gap={4}>
        {row.fields.length === 0 && row.kind === 'CHANGED' && <Text size="sm">{text('diff.untold')}</Text>}
        {row.fields
          .filter((field) => (field.old ?? '') !== (field.new ?? ''))
          .map((field) => (
            <Text key={field.name} size="sm" style={{ overflowWrap: 'anywhere' }}>
              {inWords(row, field)}
            </Text>
          ))}
        {row.type !== 'Cluster' && (
          <Text size="sm">
            <b>{text('diff.introducedBy')}</b> {row.introducedBy ?? text('diff.notSaid')}
          </Text>
        )}
        {row.asset !== null && (
          <Text size="sm" component="div">
            <DetailsLink id={row.asset.id}>{text('diff.open', { name: row.name })}</DetailsLink>
          </Text>
        )}
      </Stack>
    </Expansion>
  )
}

/** What is new or gone has its values on one side only. */
function inWords(row: Difference, { name, old, new: fresh }: Difference['fields'][number]): string {
  if (row.kind !== 'CHANGED') return text('diff.value', { name, value: (row.kind === 'NEW' ? fresh : old) ?? '' })
  return text('history.from', { name, old: old || text('asset.nothing'), new: fresh || text('asset.nothing') })
}

/** As the browser's control has it: local time without a zone. */
function localText(moment: string | undefined): string {
  if (moment === undefined) return ''
  const date = new Date(moment)
  return new Date(date.getTime() - date.getTimezoneOffset() * 60_000).toISOString().slice(0, 16)
}

function momentOf(local: string): Date | null {
  const date = new Date(local)
  return Number.isNaN(date.getTime()) ? null : date
}
