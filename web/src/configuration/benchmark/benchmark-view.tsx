'use client'

import { Group, Select, Skeleton, Stack, Text } from '@mantine/core'
import { parseAsStringLiteral, useQueryStates } from 'nuqs'
import { useRef } from 'react'
import { useQuery } from 'urql'
import { graphql, type Scalar } from '../../api/graphql.ts'
import { useChanges } from '../../live/live-provider.tsx'
import { useReadAgain } from '../../live/use-read-again.ts'
import { text } from '../../messages/text.ts'
import { Failure } from '../../parts/failure.tsx'
import { Nothing } from '../../parts/nothing.tsx'
import { Notice } from '../../parts/notice.tsx'
import { useScope } from '../../shell/scope.ts'
import { type BenchmarkData, BenchmarkQuery, STATES, VERSIONS, versionName } from './benchmark-query.ts'
import { BenchmarkSections } from './benchmark-sections.tsx'
import { NodeReports } from './node-reports.tsx'
import { StateCounts } from './state-counts.tsx'

const BenchmarkClustersQuery = graphql(`
  query BenchmarkClusters($filter: ClusterFilter) {
    clusters(first: 100, filter: $filter, orderBy: { field: NAME, direction: ASC }) {
      nodes {
        id
        name
      }
    }
  }
`)

/** The CIS benchmark of one cluster: that of the scope, or else the first one until another is chosen. */
export function BenchmarkView() {
  const scope = useScope()
  const { clusters: _chosen, namespaces: _namespaces, ...elsewhere } = scope.input
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: BenchmarkClustersQuery,
    variables: { filter: { scope: elsewhere } },
    requestPolicy: 'cache-and-network',
  })
  const again = () => reload({ requestPolicy: 'network-only' })
  useChanges(['Cluster'], useReadAgain(fetching || stale, again))
  if (error && !data) return <Failure error={error} onRetry={again} />
  if (!data) return <Waiting />
  const { nodes } = data.clusters
  const cluster = scope.cluster ?? nodes[0]?.id
  if (cluster === undefined) return <Nothing title={text('check.noCluster')} advice={text('check.noClusterAdvice')} />
  return (
    <Stack gap="sm">
      <Group gap="sm" align="end">
        <Select
          size="xs"
          w={220}
          label={text('benchmark.cluster')}
          value={cluster}
          onChange={(id) => id !== null && scope.setCluster(id)}
          allowDeselect={false}
          searchable
          data={nodes.map(({ id, name }) => ({ value: id, label: name }))}
          nothingFoundMessage={text('benchmark.noSuchCluster')}
        />
        <ClusterBenchmark key={cluster} cluster={cluster} isPart={scope.namespace !== null} />
      </Group>
    </Stack>
  )
}

const parsers = { cis: parseAsStringLiteral(VERSIONS), state: parseAsStringLiteral(STATES) }

function ClusterBenchmark({ cluster, isPart }: { readonly cluster: string; readonly isPart: boolean }) {
  const [{ cis, state }, setParameters] = useQueryStates(parsers)
  const { benchmark, error, reload } = useBenchmark(cluster, cis)
  if (error && !benchmark) return <Failure error={error} onRetry={reload} />
  if (!benchmark) return <Waiting />
  return (
    <>
      <Select
        size="xs"
        w={220}
        label={text('benchmark.version')}
        value={benchmark.version}
        onChange={(version) => void setParameters({ cis: VERSIONS.find((one) => one === version) ?? null })}
        allowDeselect={false}
        data={VERSIONS.map((version) => ({
          value: version,
          label: text(version === benchmark.fitting ? 'benchmark.versionFitting' : 'benchmark.versionNamed', {
            version: versionName(version),
          }),
        }))}
      />
      <Stack gap="sm" w="100%">
        <Known benchmark={benchmark} isPart={isPart} />
        <StateCounts counts={benchmark.counts} current={state} kept={cis} />
        <BenchmarkSections key={state ?? ''} sections={benchmark.sections} state={state} cluster={cluster} />
        <NodeReports cluster={cluster} benchmark={benchmark} />
      </Stack>
    </>
  )
}

/** While another version is on its way the present one stays, so that nothing jumps. */
function useBenchmark(cluster: string, version: Scalar<'CisVersion'> | null) {
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: BenchmarkQuery,
    variables: { cluster, version },
    requestPolicy: 'cache-and-network',
  })
  const readAgain = useReadAgain(fetching || stale, () => reload({ requestPolicy: 'network-only' }))
  useChanges(['CheckTally', 'Benchmark', 'NodeReport', 'Analysis', 'Waiver', 'ClusterNode'], readAgain)
  const last = useRef<BenchmarkData>(undefined)
  if (data) last.current = data.benchmark
  else if (error) last.current = undefined
  return { benchmark: last.current, error, reload: () => reload({ requestPolicy: 'network-only' }) }
}

/** What the states rest on: nobody is to take what is not known for what is right. */
function Known({ benchmark, isPart }: { readonly benchmark: BenchmarkData; readonly isPart: boolean }) {
  const { managedBy, notAnalyzedReason } = benchmark
  return (
    <>
      {notAnalyzedReason !== null && (
        <Notice tone="warning" title={text('benchmark.incomplete')}>
          {notAnalyzedReason}
        </Notice>
      )}
      {(managedBy !== null || isPart) && (
        <Text size="sm" c="dimmed">
          {managedBy !== null && text('benchmark.managed', { by: managedBy })} {isPart && text('benchmark.allOfIt')}
        </Text>
      )}
    </>
  )
}

function Waiting() {
  return (
    <Skeleton
      height={360}
      role="status"
      aria-busy="true"
      aria-label={text('list.loading', { label: text('check.view.benchmark') })}
    />
  )
}
