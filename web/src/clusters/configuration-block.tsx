'use client'

import { Group, Skeleton, Text } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { useQuery } from 'urql'
import { graphql, type Scalar } from '../api/graphql.ts'
import { CheckConfiguration } from '../configuration/check-configuration.tsx'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Failure } from '../parts/failure.tsx'
import { NotAnalyzed } from '../parts/not-analyzed.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import classes from '../risks/risk-counters.module.css'
import { isActive } from '../tasks/task-feed.tsx'
import { TaskProgress } from '../tasks/task-progress.tsx'
import { BenchmarkFacts } from './benchmark-facts.tsx'
import { Block } from './block.tsx'
import type { ClusterRow } from './cluster-parts.tsx'

const ClusterConfigurationQuery = graphql(`
  query ClusterConfiguration($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Cluster {
        checkSummary {
          analyzed
          notAnalyzedReason
          byPriority {
            priority
            failed
          }
          exempt
          notAssessable
        }
      }
    }
  }
`)

type Checked = Extract<NonNullable<ResultOf<typeof ClusterConfigurationQuery>['node']>, { __typename: 'Cluster' }>

/** What is set up wrongly in a cluster, each number a link to the list that sums to it; says so where nobody has looked. */
export function ConfigurationBlock({ cluster }: { readonly cluster: Pick<ClusterRow, 'id' | 'checkTask'> }) {
  const { checked, error, again } = useClusterConfiguration(cluster)
  return (
    <Block title={text('block.configuration')}>
      {checked ? <Facts checked={checked} /> : error ? <Failure error={error} onRetry={again} /> : <Skeleton h={44} />}
      <Check cluster={cluster} />
    </Block>
  )
}

function useClusterConfiguration({ id }: { readonly id: string }) {
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: ClusterConfigurationQuery,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  const again = () => reload({ requestPolicy: 'network-only' })
  const readAgain = useReadAgain(fetching || stale, again)
  useChanges(['CheckResult', 'CheckTally', 'Analysis', 'Waiver', 'AssetCount'], (changes, resync) => {
    if (resync || changes.some(({ cluster }) => !cluster || cluster === id)) readAgain()
  })
  return { checked: data?.node?.__typename === 'Cluster' ? data.node : undefined, error, again }
}

function Facts({ checked }: { readonly checked: Checked }) {
  const { analyzed, notAnalyzedReason, byPriority, exempt, notAssessable } = checked.checkSummary
  // A namespace in the scope would narrow the lists below what is counted here.
  const within = { cluster: checked.id, namespace: '' }
  if (analyzed === null) return <NotAnalyzed reason={notAnalyzedReason} />
  return (
    <>
      <Group gap={6} className="bw-facts">
        {byPriority.map(({ priority, failed }) => (
          <Failed key={priority} priority={priority} count={failed ?? 0} within={within} />
        ))}
      </Group>
      <Group gap="sm" className="bw-facts">
        <ScopedLink path="/configuration" parameters={{ ...within, results: 'NOT_ASSESSABLE' }} size="xs">
          {text('check.notAssessableCount', { count: notAssessable ?? 0 })}
        </ScopedLink>
        <ScopedLink path="/configuration" parameters={{ ...within, results: 'EXEMPT' }} size="xs">
          {text('check.exemptCount', { count: exempt ?? 0 })}
        </ScopedLink>
      </Group>
      <BenchmarkFacts cluster={checked.id} />
      {notAnalyzedReason !== null && (
        <Text size="xs" c="dimmed" style={{ overflowWrap: 'anywhere' }}>
          <b>{text('check.notSeen')}</b> {notAnalyzedReason}
        </Text>
      )}
      <Text size="xs" c="dimmed">
        {text('check.lastChecked')} <Ago at={analyzed} />
      </Text>
    </>
  )
}

function Failed({
  priority,
  count,
  within,
}: {
  readonly priority: Scalar<'Priority'>
  readonly count: number
  readonly within: Readonly<Record<string, string>>
}) {
  return (
    <ScopedLink
      path="/configuration"
      parameters={{ ...within, priorities: priority, results: 'FAIL' }}
      className={classes.counter}
      data-priority={count === 0 ? 'none' : priority}
      underline="never"
    >
      {text('risk.count', { count, priority: text(`priorityShort.${priority}`) })}
      <span className="bw-hidden"> {text('check.failedHidden')}</span>
    </ScopedLink>
  )
}

function Check({ cluster: { id, checkTask } }: { readonly cluster: Pick<ClusterRow, 'id' | 'checkTask'> }) {
  const isChecking = checkTask !== null && isActive(checkTask.state)
  return isChecking ? <TaskProgress task={checkTask} /> : <CheckConfiguration cluster={id} />
}
