import { Group } from '@mantine/core'
import type { Scalar } from '../../api/graphql.ts'
import { formatNumber, text } from '../../messages/text.ts'
import { ScopedLink } from '../../parts/scoped-link.tsx'
import classes from '../result-counts.module.css'
import { type BenchmarkData, type BenchmarkStateName, countOf, STATES } from './benchmark-query.ts'

/** How many checks are in each state; each number leads to these. */
export function StateCounts({
  counts,
  current,
  kept,
}: {
  readonly counts: BenchmarkData['counts']
  readonly current: BenchmarkStateName | null
  /** The version that was chosen. */
  readonly kept: Scalar<'CisVersion'> | null
}) {
  const parts = [...STATES.map((state) => [state, countOf(counts, state)] as const), ['', counts.total] as const]
  return (
    <Group gap={6} component="nav" aria-label={text('benchmark.parts')}>
      {parts.map(([state, count]) => (
        <ScopedLink
          key={state}
          path="/configuration"
          parameters={{ view: 'benchmark', cis: kept ?? '', state }}
          className={classes.part}
          underline="never"
          current={state === (current ?? '')}
        >
          {state === '' ? text('benchmark.all') : text(`benchmarkState.${state}`)}
          <span className={classes.count}>{formatNumber(count)}</span>
        </ScopedLink>
      ))}
    </Group>
  )
}
