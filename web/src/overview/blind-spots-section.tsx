import { Group, Text } from '@mantine/core'
import { ClusterStateTag } from '../clusters/cluster-parts.tsx'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Notice } from '../parts/notice.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import { type ShortColumn, ShortTable } from '../parts/short-table.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { type BlindSpot, blindSpots, staleDays } from './blind-spots.ts'
import classes from './overview.module.css'
import type { OverviewData } from './overview-query.ts'
import { Section } from './section.tsx'

const MOST_SHOWN = 10
const KINDS_NAMED = 4
const TROUBLED_STATES = 'DEGRADED,UNREACHABLE,STOPPED,FAILED'
const LATE_STATES = 'STARTING,POLLING,RECONNECTING'

/** What of the fleet is not seen, said before anything good is; else how old the oldest data are. */
export function BlindSpotsSection({ data }: { readonly data: OverviewData }) {
  const spots = blindSpots(data)
  return (
    <Section title={text('blind.title')}>
      {spots.length === 0 ? (
        <FullySeen data={data} />
      ) : (
        <>
          <Notice tone="warning" title={text('blind.some')}>
            <Totals data={data} />
          </Notice>
          <ShortTable
            label={text('blind.title')}
            columns={columns}
            rows={spots.slice(0, MOST_SHOWN)}
            rowKey={(spot) => spot.cluster.id}
            framed={false}
          />
          {spots.length > MOST_SHOWN && (
            <ScopedLink path="/clusters" parameters={{ sort: 'COVERAGE' }} size="sm">
              {text('blind.more', { count: spots.length - MOST_SHOWN })}
            </ScopedLink>
          )}
          <OldestData data={data} />
        </>
      )}
    </Section>
  )
}

/** How many clusters, each number a link to just these. What is followed late is counted in kinds, cluster by cluster. */
function Totals({ data }: { readonly data: OverviewData }) {
  const links = [
    [data.troubled.totalCount, 'blind.troubled', { states: TROUBLED_STATES }],
    [data.partial.totalCount, 'blind.partial', { fullyCovered: 'false' }],
    [data.stale.totalCount, 'blind.stale', { lastSync: staleDays(new Date()) }],
  ] as const
  return (
    <Group gap="md" className="bw-facts">
      {links
        .filter(([count]) => count > 0)
        .map(([count, key, parameters]) => (
          <ScopedLink key={key} path="/clusters" parameters={parameters} size="sm" className={classes.onTint}>
            {text(key, { count })}
          </ScopedLink>
        ))}
      {data.late.nodes.length > 0 && <Text size="sm">{text('blind.someLate')}</Text>}
    </Group>
  )
}

const columns: readonly ShortColumn<BlindSpot>[] = [
  {
    key: 'cluster',
    title: text('asset.cluster'),
    part: 'name',
    render: ({ cluster }) => (
      <ScopedLink path="/clusters/view" parameters={{ id: cluster.id }} size="sm" fw={500}>
        {cluster.name}
      </ScopedLink>
    ),
  },
  { key: 'why', title: text('blind.why'), render: (spot) => <Why spot={spot} /> },
  {
    key: 'lastSync',
    title: text('cluster.lastSync'),
    render: ({ cluster, isStale }) =>
      isStale ? (
        <ToneTag tone="warning">
          <Ago at={cluster.lastSync} />
        </ToneTag>
      ) : (
        <Ago at={cluster.lastSync} />
      ),
  },
]

function Why({ spot: { cluster, isTroubled, missingKinds, isNeverRead, lateKinds } }: { readonly spot: BlindSpot }) {
  const coverage = (parameters: Readonly<Record<string, string>>) => ({
    path: '/clusters/view',
    parameters: { id: cluster.id, group: 'CLUSTER', ...parameters },
  })
  return (
    <Group gap="xs" className="bw-facts">
      {isTroubled && <ClusterStateTag cluster={cluster} />}
      {isTroubled && cluster.stateCause !== null && (
        <Text component="span" size="sm" c="dimmed">
          {cluster.stateCause}
        </Text>
      )}
      {isNeverRead && <span>{text('blind.neverRead')}</span>}
      {missingKinds.length > 0 && (
        <span>
          <ScopedLink {...coverage({ kinds: missingKinds.join(',') })} size="sm" underline="always">
            {text('blind.kinds', { count: missingKinds.length })}
          </ScopedLink>
          <Text component="span" size="sm" c="dimmed" className={classes.breaks}>
            {': '}
            {missingKinds.slice(0, KINDS_NAMED).join(', ')}
            {missingKinds.length > KINDS_NAMED && ' …'}
          </Text>
        </span>
      )}
      {lateKinds > 0 && (
        <ScopedLink {...coverage({ watchStates: LATE_STATES })} size="sm" underline="always">
          {text('blind.late', { count: lateKinds })}
        </ScopedLink>
      )}
    </Group>
  )
}

function FullySeen({ data }: { readonly data: OverviewData }) {
  return (
    <Group gap="md" className="bw-facts">
      <ScopedLink path="/clusters" size="sm">
        {text('blind.none', { count: data.clusters.totalCount })}
      </ScopedLink>
      <OldestData data={data} />
    </Group>
  )
}

function OldestData({ data }: { readonly data: OverviewData }) {
  const [oldest] = data.clusters.nodes
  if (!oldest) return null
  return (
    <Text size="sm" c="dimmed">
      {text('blind.oldest')}{' '}
      <ScopedLink path="/clusters/view" parameters={{ id: oldest.id }} size="sm" underline="always">
        {oldest.name}
      </ScopedLink>
      , <Ago at={oldest.lastSync} />
    </Text>
  )
}
