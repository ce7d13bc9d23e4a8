import { Divider, List, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'
import { Section } from '../../assets/details/section.tsx'
import { text } from '../../messages/text.ts'
import { Marked } from '../../parts/marked.tsx'
import { Folded } from '../details/folded.tsx'
import { objectName } from '../entry-names.ts'
import { VerdictTag } from '../verdict-tag.tsx'
import type { TriedExposure } from './actions.ts'
import { Patches } from './patches.tsx'
import type { Simulated, Simulation } from './simulation-query.ts'
import { summaryOf } from './summary.ts'
import classes from './what-if.module.css'

/** What would come of it: what closes, what does not, what breaks; and the patches that do it. */
export function SimulationResult({
  simulation,
  exposures,
}: {
  readonly simulation: Simulation
  readonly exposures: readonly TriedExposure[]
}) {
  const { closed, narrowed, remaining, widened, unchanged, broken, brokenTotal, refused, gaps, patches } = simulation
  const titleOf = (id: string) => exposures.find((exposure) => exposure.id === id)?.title ?? ''
  return (
    <Stack gap="md" component="section" aria-label={text('whatIf.result')}>
      <Divider />
      <Text fw={600} role="status">
        {summaryOf(simulation)}
      </Text>
      <Ways title={text('whatIf.widened')} advice={text('whatIf.widenedAdvice')} ways={widened} />
      <Ways title={text('whatIf.closed')} ways={closed} />
      {narrowed.length > 0 && (
        <Section title={text('whatIf.narrowed')}>
          {narrowed.map(({ before, after }) => (
            <Way key={before.exposureId} way={after}>
              <VerdictTag verdict={before.verdict} /> → <VerdictTag verdict={after.verdict} />
            </Way>
          ))}
        </Section>
      )}
      <Ways title={text('whatIf.remaining')} advice={text('whatIf.remainingAdvice')} ways={remaining} />
      <Ways title={text('whatIf.unchanged')} ways={unchanged} />
      {refused.length > 0 && (
        <Section title={text('whatIf.refused')}>
          <List size="sm" spacing={4}>
            {refused.map(({ exposureId, why }) => (
              <List.Item key={exposureId}>
                {exposures.length > 1 && <b>{titleOf(exposureId)}: </b>}
                <Marked text={why} />
              </List.Item>
            ))}
          </List>
        </Section>
      )}
      {brokenTotal > 0 && (
        <Section title={text('whatIf.broken', { count: brokenTotal })}>
          <Folded
            items={broken}
            label={text('whatIf.brokenLabel')}
            keyOf={(_connection, at) => String(at)}
            render={({ from, to, ports, protocol, why }) => (
              <>
                {text('whatIf.connection', {
                  from: `${from.kind} ${objectName(from)}`,
                  to: `${to.kind} ${objectName(to)}`,
                  ports: `${ports.join(', ')}/${protocol}`,
                })}{' '}
                <Marked text={why} />
              </>
            )}
          />
          {brokenTotal > broken.length && (
            <Text size="sm" c="dimmed">
              {text('whatIf.brokenMore', { count: brokenTotal - broken.length })}
            </Text>
          )}
        </Section>
      )}
      <Patches patches={patches} />
      {gaps.length > 0 && (
        <Section title={text('whatIf.gaps')}>
          <Folded
            items={gaps}
            label={text('whatIf.gaps')}
            keyOf={(gap) => gap}
            render={(gap) => <Marked text={gap} />}
          />
        </Section>
      )}
    </Stack>
  )
}

function Ways({
  title,
  advice,
  ways,
}: {
  readonly title: string
  readonly advice?: string
  readonly ways: readonly Simulated[]
}) {
  if (ways.length === 0) return null
  return (
    <Section title={title}>
      {advice !== undefined && (
        <Text size="sm" c="dimmed">
          {advice}
        </Text>
      )}
      {ways.map((way) => (
        <Way key={way.exposureId} way={way}>
          <VerdictTag verdict={way.verdict} />
        </Way>
      ))}
    </Section>
  )
}

/** The most ranges that a line tells. */
const MOST_SOURCES = 4

function Way({ way, children }: { readonly way: Simulated; readonly children: ReactNode }) {
  const more = way.sources.length - MOST_SOURCES
  const shown = way.sources.slice(0, MOST_SOURCES).join(', ')
  return (
    <div className={classes.way}>
      <span className={classes.tags}>{children}</span>
      <Text size="sm" component="span">
        {way.pathSentence}
        {way.sources.length > 0 && (
          <Text size="xs" c="dimmed" component="span" display="block">
            {text('whatIf.sources', { sources: more > 0 ? text('exposure.andMore', { first: shown, more }) : shown })}
          </Text>
        )}
      </Text>
    </div>
  )
}
