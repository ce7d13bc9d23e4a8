'use client'

import { Stack, Text } from '@mantine/core'
import { ListBar } from '../list/list-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { formatNumber, text } from '../messages/text.ts'
import { ExpansionRoom } from '../parts/expansion.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { Short } from '../parts/short.tsx'
import type { AnalysisData } from '../risks/analyses-note.tsx'
import type { Scope } from '../shell/scope.ts'
import { NothingExposed } from './analysis-state.tsx'
import { clusterLinkColumn } from './cluster-link-column.tsx'
import { entryText } from './entry-names.ts'
import { type EntryPointRow, entryPointList } from './entry-point-list.ts'
import { VerdictTag } from './verdict-tag.tsx'
import { WaysExpansion } from './ways-expansion.tsx'

const columns: readonly Column<EntryPointRow, (typeof entryPointList.orderFields)[number]>[] = [
  {
    key: 'verdict',
    title: text('exposure.verdict'),
    sort: 'VERDICT',
    render: (row) => <VerdictTag verdict={row.verdict} />,
  },
  {
    key: 'name',
    title: text('asset.name'),
    sort: 'NAME',
    data: 'object.name',
    render: (row) => (
      <Text component="span" size="sm" fw={500}>
        <Short width="clamp(140px, 20vw, 420px)">{row.object.name}</Short>
      </Text>
    ),
  },
  { key: 'kind', title: text('exposure.entryKind'), sort: 'KIND', render: (row) => text(`entryKind.${row.kind}`) },
  {
    key: 'address',
    title: text('exposure.address'),
    sort: 'ADDRESS',
    render: (row) => <Short width="240px">{row.address || text('exposure.noAddress')}</Short>,
  },
  {
    key: 'exposures',
    title: text('exposure.exposures'),
    sort: 'EXPOSURES',
    data: 'exposureCount',
    align: 'right',
    render: (row) => (
      <ScopedLink
        path="/exposures"
        parameters={{ entryPoints: row.key }}
        size="sm"
        label={text('exposure.count', { count: row.exposureCount })}
      >
        {formatNumber(row.exposureCount)}
      </ScopedLink>
    ),
  },
  {
    key: 'workloads',
    title: text('asset.workloads'),
    sort: 'WORKLOADS',
    data: 'workloadCount',
    align: 'right',
    render: (row) => formatNumber(row.workloadCount),
  },
  {
    key: 'namespace',
    title: text('asset.namespace'),
    sort: 'NAMESPACE',
    data: 'object.namespace',
    render: (row) => row.object.namespace || text('asset.nothing'),
  },
  clusterLinkColumn(),
]

/** What opens the cluster to the outside, each with all that is reached through it. */
export function EntryPointTable({
  scope,
  analysis,
}: {
  readonly scope: Scope['input']
  readonly analysis: AnalysisData | undefined
}) {
  const list = useList(entryPointList, { within: { scope } })
  const readAgain = useReadAgain(list.loading, list.refresh)
  useChanges(['Exposure'], readAgain)
  return (
    <Stack gap="sm">
      <ListBar label={text('exposure.entryPoints')} list={list} columns={columns} />
      <ExpansionRoom>
        <ListTable
          list={list}
          label={text('exposure.entryPoints')}
          columns={columns}
          rowLabel={(row) => text('exposure.openEntryPoint', { name: entryText(row) })}
          expansion={(row) => (
            <WaysExpansion
              label={text('exposure.openEntryPoint', { name: entryText(row) })}
              filter={{ scope, entryPoints: [row.key] }}
              parameters={{ entryPoints: row.key }}
              of="entryPoint"
            />
          )}
          empty={<NothingExposed analysis={analysis} />}
        />
      </ExpansionRoom>
    </Stack>
  )
}
