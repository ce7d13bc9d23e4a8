import { Text, Tooltip } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { withoutMarks } from '../parts/marked-text.ts'
import { ToneTag } from '../parts/tag.tsx'
import type { Tone } from '../theme/palette.ts'
import type { ClusterRowFragment } from './cluster-list.ts'

export type ClusterRow = ResultOf<typeof ClusterRowFragment>

const tones: Readonly<Record<Scalar<'ClusterState'>, Tone>> = {
  PENDING: 'busy',
  RUNNING: 'good',
  DEGRADED: 'warning',
  UNREACHABLE: 'bad',
  STOPPED: 'idle',
  DELETED: 'idle',
  FAILED: 'bad',
}

export function ClusterStateTag({
  cluster,
}: {
  readonly cluster: Pick<ClusterRow, 'state' | 'stateCause' | 'stateAdvice'>
}) {
  const why = withoutMarks([cluster.stateCause, cluster.stateAdvice].filter(Boolean).join('\n'))
  return (
    <ToneTag tone={tones[cluster.state]} title={why === '' ? undefined : why}>
      {text(`clusterState.${cluster.state}`)}
    </ToneTag>
  )
}

export function SampleTag() {
  return (
    <ToneTag tone="idle" title={text('cluster.sampleAdvice')}>
      {text('cluster.sample')}
    </ToneTag>
  )
}

/** How much of the cluster is seen, and what is not. */
export function CoverageNote({
  coverage,
  short = false,
}: {
  readonly coverage: ClusterRow['coverage']
  readonly short?: boolean
}) {
  if (coverage.kinds === 0)
    return (
      <Text component="span" size="sm" c="dimmed">
        {text('coverage.notYet')}
      </Text>
    )
  if (coverage.gaps.length === 0) {
    return (
      <Text component="span" size="sm" title={text('coverage.complete', { count: coverage.kinds })}>
        {short ? text('coverageReason.COMPLETE') : text('coverage.complete', { count: coverage.kinds })}
      </Text>
    )
  }
  return (
    <Tooltip
      label={coverage.gaps.map((gap) => (
        <div key={gap.kind}>
          {text('coverage.gap', { kind: gap.kind, reason: text(`coverageReason.${gap.reason}`) })}
        </div>
      ))}
    >
      <span>
        <ToneTag tone="warning">
          {text('coverage.partial', { complete: coverage.complete, kinds: coverage.kinds })}
        </ToneTag>
      </span>
    </Tooltip>
  )
}

export function totalOf(cluster: Pick<ClusterRow, 'assetCounts'>, kind: Scalar<'AssetKind'>): number {
  return cluster.assetCounts.find((count) => count.kind === kind)?.total ?? 0
}
