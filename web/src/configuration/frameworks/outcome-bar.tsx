import { Group, Progress, Text } from '@mantine/core'
import type { Scalar } from '../../api/graphql.ts'
import { formatNumber, text } from '../../messages/text.ts'
import { ScopedLink } from '../../parts/scoped-link.tsx'
import type { Tone } from '../../theme/palette.ts'
import classes from './outcome-bar.module.css'
import { listOf, type Outcomes, outcomeShares } from './outcomes.ts'

const tones: Readonly<Record<Scalar<'CheckStatus'>, Tone>> = {
  PASS: 'good',
  FAIL: 'bad',
  EXEMPT: 'idle',
  NOT_ASSESSABLE: 'warning',
}

/** What rules say as shares of a bar, and below it in numbers, each a link to what it counts. */
export function OutcomeBar({
  outcomes,
  rules,
  of,
}: {
  readonly outcomes: Outcomes
  /** Those that it is the sum of. */
  readonly rules: readonly string[]
  /** What it is of, for those who cannot see where it stands. */
  readonly of: string
}) {
  const shares = outcomeShares(outcomes)
  if (!shares)
    return (
      <Text size="sm" c="dimmed">
        {text('check.notAskedAdvice')}
      </Text>
    )
  return (
    <>
      {/* The numbers below say the same. */}
      <Progress.Root size={10} aria-hidden>
        {shares.map(({ outcome, percent }) => (
          <Progress.Section key={outcome} value={percent} color={`var(--bw-tone-${tones[outcome]}-text)`} role="none" />
        ))}
      </Progress.Root>
      <Group gap="md" className="bw-facts">
        {shares.map(({ outcome, count }) => (
          <ScopedLink
            key={outcome}
            path="/configuration"
            parameters={listOf(outcome, rules)}
            size="sm"
            className={classes.count}
            label={text('check.totalOf', { count, outcome: text(`checkOutcome.${outcome}`), title: of })}
            {...(count === 0 && { c: 'dimmed' })}
          >
            <span
              className={classes.mark}
              style={{ background: `var(--bw-tone-${tones[outcome]}-text)` }}
              aria-hidden
            />
            {formatNumber(count)} {text(`checkOutcomeCounted.${outcome}`)}
          </ScopedLink>
        ))}
      </Group>
    </>
  )
}
