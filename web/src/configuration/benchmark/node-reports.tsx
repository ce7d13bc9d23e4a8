'use client'

import { Button, Group, Stack, Text, Title } from '@mantine/core'
import { IconServer } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { useState } from 'react'
import { useQuery } from 'urql'
import { useAction } from '../../api/use-action.ts'
import { neighbors, type Position, pageArguments } from '../../list/page.ts'
import { Pager } from '../../list/pager.tsx'
import { useLatestPage } from '../../list/use-latest-page.ts'
import { useChanges } from '../../live/live-provider.tsx'
import { useReadAgain } from '../../live/use-read-again.ts'
import { text } from '../../messages/text.ts'
import { Ago } from '../../parts/ago.tsx'
import { DetailsLink } from '../../parts/details-link.tsx'
import { Failure } from '../../parts/failure.tsx'
import { type ShortColumn, ShortTable, TableWaiting } from '../../parts/short-table.tsx'
import { ForRole } from '../../shell/for-role.tsx'
import { type BenchmarkData, versionName } from './benchmark-query.ts'
import { DeleteNodeReportMutation, type NodeReportData, NodeReportsQuery } from './node-report-queries.ts'

const CollectDialog = dynamic(() => import('./collect-dialog.tsx').then((module) => module.CollectDialog), {
  ssr: false,
})

const BEGINNING: Position = { after: null, before: null }
const SIZE = 20

/** What nodes told, and the way to have them tell what only they can. */
export function NodeReports({ cluster, benchmark }: { readonly cluster: string; readonly benchmark: BenchmarkData }) {
  const [isCollecting, setCollecting] = useState(false)
  const { nodeCount, reportedNodeCount, version } = benchmark
  return (
    <Stack gap="xs" component="section" aria-label={text('benchmark.nodeReports')}>
      <Group justify="space-between" gap="xs">
        <Stack gap={0}>
          <Title order={2} size="h4">
            {text('benchmark.nodeReports')}
          </Title>
          <Text size="sm" c="dimmed">
            {nodeCount === null
              ? text('benchmark.nodesUnread', { told: reportedNodeCount, version: versionName(version) })
              : text('benchmark.nodesTold', {
                  told: reportedNodeCount,
                  count: nodeCount,
                  version: versionName(version),
                })}
          </Text>
        </Stack>
        <ForRole least="OPERATOR">
          <Button
            size="xs"
            variant="default"
            leftSection={<IconServer size={16} aria-hidden />}
            onClick={() => setCollecting(true)}
          >
            {text('benchmark.collect')}
          </Button>
        </ForRole>
      </Group>
      <Reports cluster={cluster} />
      {isCollecting && <CollectDialog cluster={cluster} onClose={() => setCollecting(false)} />}
    </Stack>
  )
}

function Reports({ cluster }: { readonly cluster: string }) {
  const [position, setPosition] = useState(BEGINNING)
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: NodeReportsQuery,
    variables: { ...pageArguments(position, SIZE), filter: { scope: { clusters: [cluster] } } },
    requestPolicy: 'cache-and-network',
  })
  const again = () => reload({ requestPolicy: 'network-only' })
  useChanges(['NodeReport'], useReadAgain(fetching || stale, again))
  const list = useLatestPage(data?.list, error)
  if (error) return <Failure error={error} onRetry={again} />
  if (!list) return <TableWaiting label={text('benchmark.nodeReports')} />
  if (list.nodes.length === 0)
    return (
      <Text size="sm" c="dimmed">
        {text('benchmark.noReports')}
      </Text>
    )
  return (
    <>
      <ShortTable
        label={text('benchmark.nodeReports')}
        columns={columns}
        rows={list.nodes as readonly NodeReportData[]}
        rowKey={(row) => row.id}
      />
      <Pager
        label={text('benchmark.nodeReports')}
        shown={list.nodes.length}
        total={list.totalCount}
        {...neighbors(position, list.pageInfo)}
        onNext={() => setPosition({ after: list.pageInfo.endCursor, before: null })}
        onPrevious={() => setPosition({ after: null, before: list.pageInfo.startCursor })}
      />
    </>
  )
}

const columns: readonly ShortColumn<NodeReportData>[] = [
  {
    key: 'node',
    title: text('benchmark.node'),
    part: 'name',
    render: ({ node, clusterNode }) =>
      clusterNode ? (
        <DetailsLink id={clusterNode.id}>{node}</DetailsLink>
      ) : (
        <>
          {node}{' '}
          <Text span size="xs" c="dimmed">
            {text('benchmark.nodeGone')}
          </Text>
        </>
      ),
  },
  { key: 'source', title: text('benchmark.source'), render: ({ source }) => text(`nodeReportSource.${source}`) },
  {
    key: 'versions',
    title: text('benchmark.versions'),
    render: ({ versions }) => versions.map(versionName).join(', '),
  },
  { key: 'read', title: text('benchmark.read'), render: ({ read }) => <Ago at={read} /> },
  { key: 'readBy', title: text('benchmark.readBy'), render: ({ readBy }) => readBy },
  {
    key: 'delete',
    title: text('list.actions'),
    align: 'right',
    part: 'actions',
    render: (row) => (
      <ForRole least="OPERATOR">
        <DeleteReport report={row} />
      </ForRole>
    ),
  },
]

/** Without asking back: a report is as easily brought again. */
function DeleteReport({ report: { id, node } }: { readonly report: NodeReportData }) {
  const { run, running } = useAction(DeleteNodeReportMutation)
  return (
    <Button
      size="compact-xs"
      variant="subtle"
      loading={running}
      aria-label={text('benchmark.deleteOf', { node })}
      onClick={() => void run({ input: { nodeReport: id } })}
    >
      {text('action.delete')}
    </Button>
  )
}
