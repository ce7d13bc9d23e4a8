'use client'

import { Button, Stack, Text } from '@mantine/core'
import { IconPlus } from '@tabler/icons-react'
import Link from 'next/link'
import { useRouter } from 'next/navigation'
import { countOf, numberColumn } from '../assets/columns.tsx'
import { ListBar } from '../list/list-bar.tsx'
import { ListPage } from '../list/list-page.tsx'
import { type Column, ListTable } from '../list/list-table.tsx'
import { useList } from '../list/use-list.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { RiskCounters } from '../risks/risk-counters.tsx'
import { AssetTabs } from '../shell/asset-tabs.tsx'
import { ForRole } from '../shell/for-role.tsx'
import { useScope, useScopedHref } from '../shell/scope.ts'
import { useClustersChanged } from '../tasks/task-feed.tsx'
import { AssetCounts } from './asset-counts.tsx'
import { ClusterActions } from './cluster-actions.tsx'
import { clusterList } from './cluster-list.ts'
import { type ClusterRow, ClusterStateTag, CoverageNote, totalOf } from './cluster-parts.tsx'
import { ConnectOrSample } from './connect-or-sample.tsx'
import { countLinkAcrossClusters } from './count-link.ts'

const columns: readonly Column<ClusterRow, (typeof clusterList.orderFields)[number]>[] = [
  {
    key: 'name',
    title: text('cluster.name'),
    sort: 'NAME',
    render: (row) => (
      <Stack gap={0}>
        <ScopedLink path="/clusters/view" parameters={{ id: row.id }} size="sm" fw={500} lh={1.2}>
          {row.name}
        </ScopedLink>
        <Text component="span" size="xs" c="dimmed" lh={1.2} title={row.uid}>
          {row.sample
            ? text('cluster.sampleId', { id: shortId(row.uid), sample: text('cluster.sample') })
            : shortId(row.uid)}
        </Text>
      </Stack>
    ),
  },
  {
    key: 'type',
    title: text('cluster.type'),
    sort: 'TYPE',
    data: ['type', 'distribution'],
    render: (row) => (
      <Text component="span" size="sm" title={row.typeEvidence}>
        {row.distribution === ''
          ? text(`clusterType.${row.type}`)
          : text('cluster.typeOf', { type: text(`clusterType.${row.type}`), distribution: row.distribution })}
      </Text>
    ),
  },
  {
    key: 'region',
    title: text('cluster.region'),
    sort: 'REGION',
    render: (row) => row.region || text('asset.nothing'),
  },
  {
    key: 'version',
    title: text('cluster.version'),
    sort: 'VERSION',
    render: (row) => row.version || text('asset.nothing'),
  },
  { key: 'state', title: text('asset.state'), sort: 'STATE', render: (row) => <ClusterStateTag cluster={row} /> },
  numberColumn('nodes', text('asset.nodes'), (row) => totalOf(row, 'NODE'), 'NODES', countOf('NODE')),
  numberColumn(
    'workloads',
    text('asset.workloads'),
    (row) => totalOf(row, 'APPLICATION'),
    'WORKLOADS',
    countOf('APPLICATION'),
  ),
  numberColumn('pods', text('asset.pods'), (row) => totalOf(row, 'POD'), 'PODS', countOf('POD')),
  numberColumn(
    'containers',
    text('asset.containers'),
    (row) => totalOf(row, 'CONTAINER'),
    'CONTAINERS',
    countOf('CONTAINER'),
  ),
  {
    key: 'risks',
    title: text('risk.risks'),
    sort: 'RISKS',
    data: ['riskSummary.high', 'riskSummary.medium', 'riskSummary.low'],
    render: (row) => <RiskCounters summary={row.riskSummary} parameters={{ cluster: row.id }} />,
  },
  {
    key: 'coverage',
    title: text('coverage.title'),
    sort: 'COVERAGE',
    data: ['coverage.complete', 'coverage.kinds'],
    render: (row) => <CoverageNote coverage={row.coverage} short />,
  },
  { key: 'lastSync', title: text('cluster.lastSync'), sort: 'LAST_SYNC', render: (row) => <Ago at={row.lastSync} /> },
  {
    key: 'actions',
    title: text('list.actions'),
    align: 'right',
    isActions: true,
    render: (row) => <ClusterActions cluster={row} />,
  },
]

/** Of a random UID the beginning tells enough; of a snapshot's the part after its prefix. */
function shortId(uid: string): string {
  return uid.replace(/^snapshot-/, '').slice(0, 8)
}

/** All connected clusters, with what runs in them and what is at risk. */
export function ClustersPage() {
  const scope = useScope()
  const list = useList(clusterList, { within: { scope: scope.input } })
  useClustersChanged(list.refresh)
  const router = useRouter()
  const href = useScopedHref()
  return (
    <ListPage
      title={text('clusters.title')}
      actions={
        <ForRole least="ADMINISTRATOR">
          <ConnectButton />
        </ForRole>
      }
    >
      <AssetTabs />
      <AssetCounts scope={scope.input} link={countLinkAcrossClusters} />
      <Stack gap="sm">
        <ListBar label={text('clusters.title')} list={list} columns={columns} />
        <ListTable
          list={list}
          label={text('clusters.title')}
          columns={columns}
          onOpen={(row) => router.push(href('/clusters/view', { id: row.id }))}
          rowLabel={(row) => text('cluster.open', { name: row.name })}
          empty={<ConnectFirstCluster />}
        />
      </Stack>
    </ListPage>
  )
}

function ConnectButton() {
  return (
    <Button component={Link} href="/clusters/connect" size="xs" leftSection={<IconPlus size={16} aria-hidden />}>
      {text('clusters.connect')}
    </Button>
  )
}

function ConnectFirstCluster() {
  const router = useRouter()
  return (
    <Nothing
      title={text('clusters.none')}
      advice={text('clusters.noneAdvice')}
      action={
        <ForRole least="ADMINISTRATOR">
          <ConnectOrSample justify="center" onLoaded={(id) => router.push(`/clusters/view?id=${id}`)} />
        </ForRole>
      }
    />
  )
}
