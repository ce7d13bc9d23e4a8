'use client'

import { Skeleton, Stack, Text } from '@mantine/core'
import { useThrottledCallback } from '@mantine/hooks'
import { useEffect, useMemo, useState } from 'react'
import { useQuery } from 'urql'
import { AssetCounts, type CountLink } from '../clusters/asset-counts.tsx'
import { countLinkAcrossClusters } from '../clusters/count-link.ts'
import { ListPage } from '../list/list-page.tsx'
import { useChanges } from '../live/live-provider.tsx'
import { useReadAgain } from '../live/use-read-again.ts'
import { text } from '../messages/text.ts'
import { Failure } from '../parts/failure.tsx'
import { useScope } from '../shell/scope.ts'
import { useTaskEvents } from '../tasks/task-feed.tsx'
import { staleBefore } from './blind-spots.ts'
import { BlindSpotsSection } from './blind-spots-section.tsx'
import { FirstSteps } from './first-steps.tsx'
import { FixFirstSection } from './fix-first-section.tsx'
import { type OverviewData, OverviewQuery } from './overview-query.ts'
import { Section } from './section.tsx'
import { SinceSection } from './since-section.tsx'
import { TaskSection } from './task-section.tsx'

const DAY_MS = 86_400_000
/** GraphQL types that something on this page is made of; tasks have a feed of their own. */
const SHOWN = ['Cluster', 'Risk', 'Waiver', 'Analysis', 'Schedule']
/** However much happens, the page is read anew only this often. */
const REREAD_MS = 1_000

/** The landing page: the first steps for who is new, and what matters today for everybody else. */
export function OverviewPage() {
  const { data, error, readAgain } = useOverview()
  return (
    <ListPage title={text('overview.title')}>
      {data ? (
        <Content data={data} onStarted={readAgain} />
      ) : error ? (
        <Failure error={error} onRetry={readAgain} />
      ) : (
        <Stack gap="md" role="status" aria-label={text('list.loading', { label: text('overview.title') })}>
          <Skeleton height={120} />
          <Skeleton height={220} />
          <Skeleton height={320} />
        </Stack>
      )}
    </ListPage>
  )
}

function Content({ data, onStarted }: { readonly data: OverviewData; readonly onStarted: () => void }) {
  const first = data.connected.nodes[0]
  const isSynced = data.connected.nodes.some((cluster) => cluster.lastSync !== null)
  const [begins, setBegins] = useState(!isSynced)
  useEffect(() => {
    if (!isSynced) setBegins(true)
  }, [isSynced])
  const scope = useScope()
  const hasOwn = data.samples.totalCount > 0 && data.owned.totalCount > 0
  const leavesSampleOut = hasOwn && scope.cluster === null && !scope.withoutSample
  const counted = useMemo(
    () => (leavesSampleOut ? { ...scope.input, sample: false } : scope.input),
    [leavesSampleOut, scope.input],
  )
  return (
    <>
      {begins && (
        <FirstSteps cluster={first} isSynced={isSynced} onStarted={onStarted} onClose={() => setBegins(false)} />
      )}
      {(isSynced || data.failed.nodes.length > 0) && (
        <>
          <BlindSpotsSection data={data} />
          <SinceSection isAnalyzed={data.analyses.some((analysis) => analysis.last !== null)} />
          <FixFirstSection data={data} />
          <Section title={text('assets.title')}>
            <AssetCounts scope={counted} link={leavesSampleOut ? countLinkWithoutSample : countLinkAcrossClusters} />
            {leavesSampleOut && (
              <Text size="sm" c="dimmed">
                {text('assets.withoutSample')}
              </Text>
            )}
          </Section>
          <TaskSection data={data} />
        </>
      )}
    </>
  )
}

/** What the totals leave out, the lists leave out as well, and say so. */
const countLinkWithoutSample: CountLink = (kind) => {
  const { path, parameters } = countLinkAcrossClusters(kind)
  return { path, parameters: { ...parameters, withoutSample: 'true' } }
}

function useOverview() {
  const scope = useScope()
  // To the minute at which the page was opened, so that the question stays the same while it is open.
  const [openedAt] = useState(() => Math.floor(Date.now() / 60_000) * 60_000)
  const variables = useMemo(
    () => ({
      scope: scope.input,
      staleBefore: staleBefore(new Date(openedAt)).toISOString(),
      failedAfter: new Date(openedAt - DAY_MS).toISOString(),
    }),
    [scope.input, openedAt],
  )
  const [{ data, error, fetching, stale }, reload] = useQuery({
    query: OverviewQuery,
    variables,
    requestPolicy: 'cache-and-network',
  })
  const readAgain = useReadAgain(fetching || stale, () => reload({ requestPolicy: 'network-only' }))
  const readSoon = useThrottledCallback(readAgain, REREAD_MS)
  useChanges(SHOWN, readSoon)
  useTaskEvents(readSoon)
  return { data, error, readAgain }
}
