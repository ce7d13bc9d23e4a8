import { Group } from '@mantine/core'
import { text } from '../messages/text.ts'
import { NotAnalyzed } from '../parts/not-analyzed.tsx'
import { ScopedLink } from '../parts/scoped-link.tsx'
import classes from './risk-counters.module.css'
import { countsOf, PRIORITIES, type PriorityCounts, type RiskSummaryData, reasonOf } from './risk-summary.ts'

/** Open risks by priority, each number a link to its list; "not analysed" with the reason where nothing is known. */
export function RiskCounters({
  summary,
  parameters,
}: {
  readonly summary: RiskSummaryData
  /** What narrows the list of risks to the asset: `assetIds`, or `cluster`. */
  readonly parameters: Readonly<Record<string, string>>
}) {
  const counts = countsOf(summary)
  if (!counts) return <NotAnalyzed reason={reasonOf(summary)} short />
  return <PriorityLinks counts={counts} parameters={parameters} note={summary.notAnalyzedReason} />
}

export function PriorityLinks({
  counts,
  parameters,
  note,
}: {
  readonly counts: PriorityCounts
  readonly parameters: Readonly<Record<string, string>>
  /** What the numbers do not cover; on hover. */
  readonly note?: string | null
}) {
  return (
    <Group gap={6} wrap="nowrap" display="inline-flex" title={note ?? undefined}>
      {PRIORITIES.map((priority) => (
        <ScopedLink
          key={priority}
          path="/risks"
          parameters={{ ...parameters, priorities: priority, states: 'OPEN', waived: 'false' }}
          className={classes.counter}
          data-priority={counts[priority] === 0 ? 'none' : priority}
          underline="never"
        >
          {text('risk.count', { count: counts[priority], priority: text(`priorityShort.${priority}`) })}
          <span className="bw-hidden"> {text('risk.openRisks')}</span>
        </ScopedLink>
      ))}
    </Group>
  )
}
