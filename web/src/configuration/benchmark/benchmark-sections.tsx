import { Accordion, Button, Group, Stack, Text } from '@mantine/core'
import { useState } from 'react'
import { text } from '../../messages/text.ts'
import { DetailsLink } from '../../parts/details-link.tsx'
import { Marked } from '../../parts/marked.tsx'
import { Nothing } from '../../parts/nothing.tsx'
import { ScopedLink } from '../../parts/scoped-link.tsx'
import {
  type BenchmarkCheckData,
  type BenchmarkStateName,
  countOf,
  type SectionData,
  STATES,
} from './benchmark-query.ts'
import classes from './benchmark-sections.module.css'
import { BenchmarkStateTag } from './benchmark-state-tag.tsx'

interface Shown {
  readonly state: BenchmarkStateName | null
  readonly cluster: string
}

/** The checks by sections: folded, or open to those in one state when only these are asked for. */
export function BenchmarkSections({ sections, state, cluster }: Shown & { readonly sections: readonly SectionData[] }) {
  const shown = sections
    .map((section) => ({
      ...section,
      checks: section.checks.filter((check) => state === null || check.state === state),
    }))
    .filter(({ checks }) => checks.length > 0)
  const all = shown.map(({ section }) => section)
  const [chosen, setChosen] = useState<string[]>()
  const open = chosen ?? (state === null ? [] : all)
  if (shown.length === 0)
    return <Nothing title={text('benchmark.noneInState')} advice={text('benchmark.noneInStateAdvice')} />
  return (
    <Stack gap={6}>
      <Button
        variant="subtle"
        size="compact-sm"
        style={{ alignSelf: 'end' }}
        onClick={() => setChosen(open.length > 0 ? [] : all)}
      >
        {text(open.length > 0 ? 'benchmark.fold' : 'benchmark.unfold')}
      </Button>
      <Accordion multiple variant="contained" chevronPosition="left" value={open} onChange={setChosen} order={2}>
        {shown.map((section) => (
          <Accordion.Item key={section.section} value={section.section}>
            <Accordion.Control>
              <SectionHeading section={section} state={state} />
            </Accordion.Control>
            <Accordion.Panel>
              {open.includes(section.section) && <Checks checks={section.checks} cluster={cluster} />}
            </Accordion.Panel>
          </Accordion.Item>
        ))}
      </Accordion>
    </Stack>
  )
}

function SectionHeading({ section, state }: { readonly section: SectionData } & Pick<Shown, 'state'>) {
  const { counts } = section
  return (
    <Group gap="4px 12px" justify="space-between">
      <Text size="sm" fw={600} component="span">
        {section.section} {section.title}
      </Text>
      <Group gap="4px 12px" component="span">
        {STATES.filter((each) => countOf(counts, each) > 0 && (state === null || state === each)).map((each) => (
          <Text
            key={each}
            size="xs"
            c={each === 'FAIL' ? 'var(--bw-tone-bad-text)' : 'dimmed'}
            component="span"
            className="bw-figures"
          >
            {text(`benchmarkCount.${each}`, { count: countOf(counts, each) })}
          </Text>
        ))}
      </Group>
    </Group>
  )
}

function Checks({ checks, cluster }: { readonly checks: readonly BenchmarkCheckData[]; readonly cluster: string }) {
  return (
    <ul className={classes.checks}>
      {checks.map((check) => (
        <li key={check.number} className={classes.check}>
          <Text size="sm" component="span" className={classes.number}>
            {check.number}
          </Text>
          <span className={classes.state}>
            <BenchmarkStateTag state={check.state} />
          </span>
          <Stack gap={2} className={classes.words}>
            <Text size="sm" fw={500}>
              {check.title}
              {!check.automated && (
                <Text size="xs" c="dimmed" component="span" ml={8} fw={400}>
                  {text('benchmark.scoredByPerson')}
                </Text>
              )}
            </Text>
            {check.reason !== '' && (
              <Text size="sm" c="dimmed">
                <Marked text={check.reason} />
              </Text>
            )}
            <Nodes nodes={check.nodes} />
          </Stack>
          <Rules check={check} cluster={cluster} />
        </li>
      ))}
    </ul>
  )
}

function Nodes({ nodes }: Pick<BenchmarkCheckData, 'nodes'>) {
  if (!nodes) return null
  const told = [
    [nodes.failed, 'failed'],
    [nodes.passed, 'passed'],
    [nodes.notAssessable, 'notAssessable'],
    [nodes.absent, 'absent'],
    [nodes.silent ?? 0, 'silent'],
  ] as const
  // That none has told is what the reason says.
  if (nodes.failed + nodes.passed + nodes.notAssessable + nodes.absent === 0) return null
  return (
    <>
      <Text size="xs" c="dimmed" className="bw-figures">
        {text('benchmark.nodes')}{' '}
        {told
          .filter(([count]) => count > 0)
          .map(([count, said]) => text(`benchmarkNodes.${said}`, { count }))
          .join(', ')}
      </Text>
      {nodes.failing.length > 1 && (
        <ul className={classes.failing}>
          {/* The first stands in the reason. */}
          {nodes.failing.slice(1).map((one) => (
            <li key={one}>{one}</li>
          ))}
          {nodes.failed > nodes.failing.length && (
            <li>{text('benchmark.moreNodes', { count: nodes.failed - nodes.failing.length })}</li>
          )}
        </ul>
      )}
    </>
  )
}

/** The rules that look after it: each opens to what it is about, and its number leads to what it finds. */
function Rules({ check, cluster }: { readonly check: BenchmarkCheckData; readonly cluster: string }) {
  if (check.checks.length === 0) return null
  return (
    <ul className={classes.rules}>
      {check.checks.map((rule) => (
        <li key={rule.id}>
          <DetailsLink id={rule.id}>
            <span title={rule.title}>{rule.rule}</span>
          </DetailsLink>
          {(rule.failed ?? 0) > 0 && (
            <ScopedLink
              path="/configuration"
              parameters={{ cluster, rules: rule.rule, results: 'FAIL' }}
              size="sm"
              label={text('check.totalOf', {
                count: rule.failed ?? 0,
                outcome: text('checkOutcome.FAIL'),
                title: rule.title,
              })}
            >
              {text('benchmark.ruleFailed', { count: rule.failed ?? 0 })}
            </ScopedLink>
          )}
        </li>
      ))}
    </ul>
  )
}
