'use client'

import { Stack, Text } from '@mantine/core'
import { ListBar } from '../list/list-bar.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { formatNumber, text } from '../messages/text.ts'
import { DetailsLink } from '../parts/details-link.tsx'
import { ExpansionRoom } from '../parts/expansion.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { Short } from '../parts/short.tsx'
import type { AnalysisData } from '../risks/analyses-note.tsx'
import type { Scope } from '../shell/scope.ts'
import { NothingExposed } from './analysis-state.tsx'
import { clusterLinkColumn } from './cluster-link-column.tsx'
import { type ExposedWorkloadRow, exposedWorkloadList } from './exposed-workload-list.ts'
import { VerdictTag } from './verdict-tag.tsx'
import { WaysExpansion } from './ways-expansion.tsx'

const columns: readonly Column<ExposedWorkloadRow, (typeof exposedWorkloadList.orderFields)[number]>[] = [
  {
    key: 'verdict',
    title: text('exposure.verdict'),
    sort: 'VERDICT',
    render: (row) => <VerdictTag verdict={row.verdict} />,
  },
  {
    key: 'priority',
    title: text('risk.priority'),
    sort: 'PRIORITY',
    render: (row) => (row.priority === null ? text('asset.nothing') : text(`priority.${row.priority}`)),
  },
  { key: 'name', title: text('asset.name'), sort: 'NAME', render: (row) => <WorkloadName row={row} /> },
  { key: 'kind', title: text('workload.kind'), sort: 'KIND', render: (row) => row.kind },
  {
    key: 'exposures',
    title: text('exposure.exposures'),
    sort: 'EXPOSURES',
    data: 'exposureCount',
    align: 'right',
    render: (row) => (
      <ScopedLink
        path="/exposures"
        parameters={{ workloadIds: row.workloadId }}
        size="sm"
        label={text('exposure.count', { count: row.exposureCount })}
      >
        {formatNumber(row.exposureCount)}
      </ScopedLink>
    ),
  },
  {
    key: 'entryPoints',
    title: text('exposure.entryPoints'),
    sort: 'ENTRY_POINTS',
    data: 'entryPointCount',
    align: 'right',
    render: (row) => formatNumber(row.entryPointCount),
  },
  { key: 'namespace', title: text('asset.namespace'), sort: 'NAMESPACE', render: (row) => row.namespace },
  clusterLinkColumn(),
]

function WorkloadName({ row }: { readonly row: ExposedWorkloadRow }) {
  const name = <Short width="clamp(140px, 20vw, 420px)">{row.name}</Short>
  if (row.workload) return <DetailsLink id={row.workload.id}>{name}</DetailsLink>
  return (
    <Text component="span" size="sm" fw={500}>
      {name}
    </Text>
  )
}

/** Workloads with ports to which ways lead from outside, whatever the verdict. */
export function ExposedWorkloadTable({
  scope,
  analysis,
}: {
  readonly scope: Scope['input']
  readonly analysis: AnalysisData | undefined
}) {
  const list = useList(exposedWorkloadList, { within: { scope } })
  const readAgain = useReadAgain(list.loading, list.refresh)
  useChanges(['Exposure'], readAgain)
  return (
    <Stack gap="sm">
      <ListBar label={text('exposure.exposedWorkloads')} list={list} columns={columns} />
      <ExpansionRoom>
        <ListTable
          list={list}
          label={text('exposure.exposedWorkloads')}
          columns={columns}
          rowLabel={(row) => text('exposure.openWorkload', { name: row.name })}
          expansion={(row) => (
            <WaysExpansion
              label={text('exposure.openWorkload', { name: row.name })}
              filter={{ scope, workloadIds: [row.workloadId] }}
              parameters={{ workloadIds: row.workloadId }}
              of="workload"
            />
          )}
          empty={<NothingExposed analysis={analysis} />}
        />
      </ExpansionRoom>
    </Stack>
  )
}
