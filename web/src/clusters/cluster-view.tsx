'use client'

import { Button, Code, Group, Skeleton, Stack, Text, Title } from '@mantine/core'
import { IconPlayerTrackNext, IconRefresh } from '@tabler/icons-react'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { useMemo } from 'react'
import { useClient, useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { useAction } from '../api/use-action.ts'
import { ImageTable } from '../assets/image-table.tsx'
import { ContainerTable, NamespaceTable, NodeTable, PodTable, type Within, WorkloadTable } from '../assets/tables.tsx'
import { ChangesTable } from '../changes/changes-table.tsx'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { formatNumber, text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Failure } from '../parts/failure.tsx'
import { LinkTabs } from '../parts/link-tabs.tsx'
import { Marked } from '../parts/marked.tsx'
import { Nothing } from '../parts/nothing.tsx'
import { Notice } from '../parts/notice.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { AssetTabs } from '../shell/asset-tabs.tsx'
import { ForRole } from '../shell/for-role.tsx'
import { type AssetKind, useScope, useScopedHref, useViewedCluster } from '../shell/scope.ts'
import { useMay } from '../shell/use-may.ts'
import { useSynchronize } from '../shell/use-synchronize.ts'
import { isActive, useClustersChanged } from '../tasks/task-feed.tsx'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { ASSET_KINDS, AssetCounts } from './asset-counts.tsx'
import { ClusterActions } from './cluster-actions.tsx'
import { ClusterRowFragment } from './cluster-list.ts'
import { PlayNextDayMutation } from './cluster-mutations.ts'
import { type ClusterRow, ClusterStateTag, CoverageNote, SampleTag, totalOf } from './cluster-parts.tsx'
import { countLinkWithin } from './count-link.ts'
import { CoverageTable } from './coverage-table.tsx'
import { ExposureBlock } from './exposure-block.tsx'
import { RiskBlocks } from './risk-blocks.tsx'
import { WatchTag } from './watch-tag.tsx'

const ClusterViewQuery = graphql(
  `
    query ClusterView($id: ID!) {
      node(id: $id) {
        __typename
        id
        ...ClusterRow
      }
    }
  `,
  [ClusterRowFragment],
)

/** One cluster: how it is, what is wrong in it, and everything that runs in it. */
export function ClusterView() {
  const id = useViewedCluster()
  if (id === null) return <NoSuchCluster />
  return <KnownCluster key={id} id={id} />
}

function KnownCluster({ id }: { readonly id: string }) {
  const client = useClient()
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: ClusterViewQuery,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  const readAgain = useReadAgain(
    fetching || stale,
    () => void client.query(ClusterViewQuery, { id }, { requestPolicy: 'network-only' }).toPromise(),
  )
  useChanges(['Cluster', 'Coverage'], (changes, resync) => {
    if (resync || changes.some((change) => change.nodeId === id || change.cluster === id)) readAgain()
  })
  useClustersChanged(readAgain)
  if (!data) {
    if (error) return <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
    return <HeaderSkeleton />
  }
  if (data.node?.__typename !== 'Cluster') return fetching ? <HeaderSkeleton /> : <NoSuchCluster />
  return <Present cluster={data.node} />
}

function Present({ cluster }: { readonly cluster: ClusterRow }) {
  const { namespace } = useScope()
  const scope = useMemo<Within>(
    () => ({ clusters: [cluster.id], ...(namespace !== null && { namespaces: [namespace] }) }),
    [cluster.id, namespace],
  )
  return (
    <Stack gap="md">
      <AssetTabs />
      <Header cluster={cluster} />
      <Troubles cluster={cluster} />
      <RiskBlocks cluster={cluster} />
      <ExposureBlock cluster={cluster} />
      <AssetCounts scope={scope} link={countLinkWithin(cluster.id)} kinds={ASSET_KINDS.slice(1)} />
      <AssetBrowser cluster={cluster} scope={scope} />
    </Stack>
  )
}

function Header({ cluster }: { readonly cluster: ClusterRow }) {
  const synchronize = useSynchronize()
  const playNextDay = useAction(PlayNextDayMutation)
  const mayChange = useMay('ADMINISTRATOR')
  const task = cluster.currentTask !== null && isActive(cluster.currentTask.state) ? cluster.currentTask : null
  return (
    <Stack gap={6}>
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Title order={1}>{cluster.name}</Title>
          <ClusterStateTag cluster={cluster} />
          {cluster.sample && <SampleTag />}
        </Group>
        <Group gap="xs">
          {mayChange && cluster.sample && cluster.sampleDay === 1 && (
            <Button
              size="xs"
              variant="default"
              leftSection={<IconPlayerTrackNext size={16} aria-hidden />}
              loading={playNextDay.running}
              onClick={() => void playNextDay.run({ input: {} })}
            >
              {text('cluster.playNextDay')}
            </Button>
          )}
          {task === null ? (
            <ForRole least="OPERATOR">
              <Button
                size="xs"
                leftSection={<IconRefresh size={16} aria-hidden />}
                loading={synchronize.running}
                onClick={() => void synchronize.run([cluster.id])}
              >
                {text('cluster.synchronize')}
              </Button>
            </ForRole>
          ) : (
            <TaskProgress task={task} />
          )}
          <ClusterActions cluster={cluster} showView={false} />
        </Group>
      </Group>
      <Group gap="md" className="bw-facts">
        <Fact label={text('cluster.uid')}>
          <Code fz="xs">{cluster.uid}</Code>
        </Fact>
        <Fact label={text('cluster.type')}>
          {cluster.typeEvidence === ''
            ? text(`clusterType.${cluster.type}`)
            : text('cluster.typeBecause', {
                type: text(`clusterType.${cluster.type}`),
                evidence: cluster.typeEvidence,
              })}
        </Fact>
        {cluster.distribution !== '' && <Fact label={text('cluster.distribution')}>{cluster.distribution}</Fact>}
        <Fact label={text('cluster.version')}>{cluster.version || text('asset.nothing')}</Fact>
        <Fact label={text('cluster.region')}>{cluster.region || text('asset.nothing')}</Fact>
        <Fact label={text('cluster.source')}>
          {cluster.server === ''
            ? text(`sourceKind.${cluster.sourceKind}`)
            : text('cluster.sourceOf', { kind: text(`sourceKind.${cluster.sourceKind}`), server: cluster.server })}
        </Fact>
        <Fact label={text('cluster.lastSync')}>
          <Ago at={cluster.lastSync} />
        </Fact>
        <Fact label={text('watch.title')}>
          <WatchTag watch={cluster.watch} />
        </Fact>
        <Fact label={text('coverage.title')}>
          <CoverageNote coverage={cluster.coverage} />
        </Fact>
      </Group>
    </Stack>
  )
}

function Fact({ label, children }: { readonly label: string; readonly children: React.ReactNode }) {
  return (
    <Text size="sm" component="div">
      <Text component="span" size="xs" c="dimmed" mr={6}>
        {label}
      </Text>
      {children}
    </Text>
  )
}

const GAPS_SHOWN = 4

/** Why the cluster is not well, and what cannot be seen of it. */
function Troubles({ cluster }: { readonly cluster: ClusterRow }) {
  const [failed, others] = partition(
    cluster.coverage.gaps.filter((gap) => gap.reason !== 'NOT_SERVED' && gap.reason !== 'NOT_YET_READ'),
  )
  const gaps = [...failed, ...others]
  const isDegraded = cluster.state === 'DEGRADED'
  // What degrades a cluster are kinds that failed, and those say it themselves.
  const cause = isDegraded && failed.length > 0 ? null : cluster.stateCause
  return (
    <>
      {cause !== null && (
        <Notice tone={isDegraded ? 'warning' : 'bad'} title={cause}>
          {cluster.stateAdvice}
        </Notice>
      )}
      {gaps.length > 0 && (
        <Notice tone="warning" title={text('coverage.gaps', { count: gaps.length })}>
          <Stack gap={4} component="ul" m={0} p={0} style={{ listStyle: 'none' }}>
            {gaps.slice(0, GAPS_SHOWN).map((gap) => (
              <Text key={gap.kind} size="sm" component="li">
                <b>{gap.kind}</b> · {text(`coverageReason.${gap.reason}`)}.{' '}
                <Marked text={`${gap.message} ${gap.advice}`} />
              </Text>
            ))}
            {gaps.length > GAPS_SHOWN && (
              <li>
                <ScopedLink path="/clusters/view" parameters={{ id: cluster.id, group: 'CLUSTER' }} size="sm">
                  {text('coverage.gapsMore', { count: gaps.length - GAPS_SHOWN })}
                </ScopedLink>
              </li>
            )}
          </Stack>
        </Notice>
      )}
    </>
  )
}

/** Kinds that could not be read, and those that cannot be. */
function partition<Gap extends { readonly reason: string }>(gaps: readonly Gap[]): [failed: Gap[], others: Gap[]] {
  return [gaps.filter(({ reason }) => reason === 'FAILED'), gaps.filter(({ reason }) => reason !== 'FAILED')]
}

const CHANGES = 'CHANGES'
const GROUPS = [...ASSET_KINDS, CHANGES] as const

function AssetBrowser({ cluster, scope }: { readonly cluster: ClusterRow; readonly scope: Within }) {
  const [group] = useQueryState('group', parseAsStringLiteral(GROUPS).withDefault('APPLICATION'))
  const href = useScopedHref()
  return (
    <Stack gap="sm" component="section" aria-label={text('browser.title')}>
      <LinkTabs
        label={text('browser.title')}
        current={group}
        tabs={GROUPS.map((kind) => ({
          key: kind,
          label: kind === CHANGES ? text('diff.title') : text(`assetKind.${kind}`),
          href: href('/clusters/view', { id: cluster.id, group: kind }),
          count: kind === 'CLUSTER' || kind === CHANGES ? undefined : formatNumber(totalOf(cluster, kind)),
        }))}
      />
      <Grouping key={group} kind={group} scope={scope} clusterId={cluster.id} />
    </Stack>
  )
}

function Grouping({
  kind,
  scope,
  clusterId,
}: {
  readonly kind: AssetKind | typeof CHANGES
  readonly scope: Within
  readonly clusterId: string
}) {
  switch (kind) {
    case CHANGES:
      return <ChangesTable clusterId={clusterId} scope={scope} />
    case 'CLUSTER':
      return <CoverageTable clusterId={clusterId} />
    case 'NODE':
      return <NodeTable scope={scope} showCluster={false} />
    case 'NAMESPACE':
      return <NamespaceTable scope={scope} showCluster={false} />
    case 'APPLICATION':
      return <WorkloadTable scope={scope} showCluster={false} />
    case 'POD':
      return <PodTable scope={scope} showCluster={false} />
    case 'CONTAINER':
      return <ContainerTable scope={scope} showCluster={false} />
    case 'IMAGE':
      return <ImageTable scope={scope} />
  }
}

function NoSuchCluster() {
  return (
    <Nothing
      title={text('cluster.notFound')}
      advice={text('cluster.notFoundAdvice')}
      action={<ScopedLink path="/clusters">{text('cluster.backToList')}</ScopedLink>}
    />
  )
}

function HeaderSkeleton() {
  return (
    <Stack gap="sm" role="status" aria-busy="true" aria-label={text('list.loading', { label: text('asset.cluster') })}>
      <Skeleton height={28} width={260} />
      <Skeleton height={20} width="70%" />
      <Skeleton height={96} />
      <Skeleton height={320} />
    </Stack>
  )
}
