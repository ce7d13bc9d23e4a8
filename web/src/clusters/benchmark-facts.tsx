'use client'

import { Group, Text } from '@mantine/core'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { countOf, STATES, versionName } from '../configuration/benchmark/benchmark-query.ts'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { text } from '../messages/text.ts'
import { ScopedLink } from '../parts/scoped-link.tsx'

const ClusterBaselineQuery = graphql(`
  query ClusterBaseline($cluster: ID!) {
    benchmark(cluster: $cluster) {
      version
      counts {
        total
        failed
        exempt
        passed
        manual
        notAssessable
      }
    }
  }
`)

/** How many checks of the CIS benchmark are in which state in a cluster, each number a link to these. For who sees all of it. */
export function BenchmarkFacts({ cluster }: { readonly cluster: string }) {
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: ClusterBaselineQuery,
    variables: { cluster },
    requestPolicy: 'cache-and-network',
  })
  const readAgain = useReadAgain(fetching || stale, () => reload({ requestPolicy: 'network-only' }))
  useChanges(['CheckTally', 'Benchmark', 'NodeReport', 'Analysis', 'Waiver'], readAgain)
  if (error && !data) {
    return (
      <Text size="xs" c="dimmed">
        {text('check.view.benchmark')}: {error.graphQLErrors[0]?.message ?? error.message}
      </Text>
    )
  }
  if (!data) return null
  const { version, counts } = data.benchmark
  const within = { cluster, namespace: '', view: 'benchmark' }
  return (
    <Group gap="sm" className="bw-facts">
      <Text size="xs" span>
        {text('benchmark.versionNamed', { version: versionName(version) })}
      </Text>
      {STATES.filter((state) => state === 'FAIL' || countOf(counts, state) > 0).map((state) => (
        <ScopedLink key={state} path="/configuration" parameters={{ ...within, state }} size="xs">
          {text(`benchmarkCount.${state}`, { count: countOf(counts, state) })}
        </ScopedLink>
      ))}
    </Group>
  )
}
