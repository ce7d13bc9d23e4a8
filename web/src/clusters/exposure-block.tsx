'use client'

import { Group, Paper, Skeleton, Stack, Text } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { useQuery } from 'urql'
import { graphql } from '../api/graphql.ts'
import { AnalyzeExposure } from '../exposures/analyze-exposure.tsx'
import { VerdictTag } from '../exposures/verdict-tag.tsx'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { formatNumber, text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Failure } from '../parts/failure.tsx'
import { NotAnalyzed } from '../parts/not-analyzed.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { isActive } from '../tasks/task-feed.tsx'
import { TaskProgress } from '../tasks/task-progress.tsx'
import type { ClusterRow } from './cluster-parts.tsx'
import classes from './exposure-block.module.css'

const ClusterExposureQuery = graphql(`
  query ClusterExposure($id: ID!) {
    node(id: $id) {
      __typename
      id
      ... on Cluster {
        exposureSummary {
          analyzed
          notSeen
          entryPoints
          workloads
          verdicts {
            verdict
            total
            intended
          }
        }
        exposedContainers: containers(first: 1, filter: { exposed: true }) {
          totalCount
        }
      }
    }
  }
`)

type Exposed = Extract<NonNullable<ResultOf<typeof ClusterExposureQuery>['node']>, { __typename: 'Cluster' }>

/** The verdicts by which the internet reaches something, in part or perhaps. */
const EXPOSED = 'INTERNET,RESTRICTED,POSSIBLE'

/** What of a cluster is reached from outside, each number a link to the list that sums to it; says so where nobody has looked. */
export function ExposureBlock({ cluster }: { readonly cluster: Pick<ClusterRow, 'id' | 'exposureTask'> }) {
  const { exposed, error, again } = useClusterExposure(cluster)
  return (
    <Paper withBorder p="sm" className="bw-raised" component="section" aria-label={text('exposed.block')}>
      <Group justify="space-between" align="start" gap="sm">
        <Stack gap={6} className={classes.facts}>
          <Group gap="sm" className="bw-facts">
            <Text size="sm" fw={600}>
              {text('exposed.block')}
            </Text>
            {exposed && (
              <Text size="xs" c="dimmed">
                {exposed.exposureSummary.analyzed === null ? (
                  text('exposed.notYet')
                ) : (
                  <>
                    {text('exposed.analyzed')} <Ago at={exposed.exposureSummary.analyzed} />
                  </>
                )}
              </Text>
            )}
          </Group>
          {exposed ? (
            <Facts exposed={exposed} />
          ) : error ? (
            <Failure error={error} onRetry={again} />
          ) : (
            <Skeleton h={44} />
          )}
        </Stack>
        <Analyze cluster={cluster} />
      </Group>
    </Paper>
  )
}

function useClusterExposure({ id }: { readonly id: string }) {
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: ClusterExposureQuery,
    variables: { id },
    requestPolicy: 'cache-and-network',
  })
  const again = () => reload({ requestPolicy: 'network-only' })
  const readAgain = useReadAgain(fetching || stale, again)
  useChanges(['Exposure', 'Analysis', 'Waiver'], (changes, resync) => {
    if (resync || changes.some(({ cluster }) => !cluster || cluster === id)) readAgain()
  })
  return { exposed: data?.node?.__typename === 'Cluster' ? data.node : undefined, error, again }
}

function Facts({ exposed }: { readonly exposed: Exposed }) {
  const { analyzed, notSeen, entryPoints, workloads, verdicts } = exposed.exposureSummary
  // A namespace in the scope would narrow the lists below what is counted here.
  const within = { cluster: exposed.id, namespace: '' }
  if (analyzed === null) return <NotAnalyzed reason={text('exposed.blockAdvice')} />
  return (
    <>
      <Group gap="md" className="bw-facts">
        {verdicts.map(({ verdict, total }) => (
          <ScopedLink
            key={verdict}
            path="/exposures"
            parameters={{ ...within, verdicts: verdict }}
            className={classes.verdict}
            data-none={total === 0 || undefined}
            underline="hover"
          >
            <VerdictTag verdict={verdict} /> <b>{formatNumber(total)}</b>
            <span className="bw-hidden">{text('exposed.waysIn', { count: total })}</span>
          </ScopedLink>
        ))}
      </Group>
      <Group gap="md" className="bw-facts">
        <ScopedLink
          path="/clusters/view"
          parameters={{ id: exposed.id, namespace: '', group: 'CONTAINER', exposed: 'true' }}
          size="sm"
        >
          {text('exposed.containers', { count: exposed.exposedContainers.totalCount })}
        </ScopedLink>
        <ScopedLink path="/exposures" parameters={{ ...within, view: 'workloads', verdicts: EXPOSED }} size="sm">
          {text('exposed.workloads', { count: workloads })}
        </ScopedLink>
        <ScopedLink path="/exposures" parameters={{ ...within, view: 'entryPoints', verdicts: EXPOSED }} size="sm">
          {text('exposed.entryPoints', { count: entryPoints })}
        </ScopedLink>
        <ScopedLink path="/exposures" parameters={{ ...within, intended: 'true' }} size="sm">
          {text('exposed.intendedCount', { count: verdicts.reduce((sum, { intended }) => sum + intended, 0) })}
        </ScopedLink>
      </Group>
      {notSeen !== '' && (
        <Text size="sm" className={classes.notSeen}>
          <b>{text('exposed.notSeen')}</b> {notSeen}
        </Text>
      )}
    </>
  )
}

function Analyze({ cluster: { id, exposureTask } }: { readonly cluster: Pick<ClusterRow, 'id' | 'exposureTask'> }) {
  const isAnalyzing = exposureTask !== null && isActive(exposureTask.state)
  return isAnalyzing ? <TaskProgress task={exposureTask} /> : <AnalyzeExposure cluster={id} />
}
