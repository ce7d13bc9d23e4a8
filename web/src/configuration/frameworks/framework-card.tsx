'use client'

import { Button, Group, Paper, Stack, Text, Title } from '@mantine/core'
import { IconChevronDown, IconChevronRight } from '@tabler/icons-react'
import { useId } from 'react'
import { text } from '../../messages/text.ts'
import { OutcomeTag } from '../outcome-tag.tsx'
import type { FrameworkData } from './framework-query.ts'
import { OutcomeBar } from './outcome-bar.tsx'
import { wholePercent } from './outcomes.ts'
import { RequirementTable } from './requirement-table.tsx'

/** A framework in one version: its score never stands without how much of it that is the score of. */
export function FrameworkCard({
  framework,
  isOpen,
  onToggle,
}: {
  readonly framework: FrameworkData
  readonly isOpen: boolean
  readonly onToggle: () => void
}) {
  const id = useId()
  const { title, requirements, requirementCount, coveredCount, score, status } = framework
  const rules = [...new Set(requirements.flatMap(({ checks }) => checks.map(({ rule }) => rule)))].sort()
  return (
    <Paper withBorder p="md" component="section" aria-label={title} className="bw-raised">
      <Stack gap="xs">
        <Group justify="space-between" gap="xs">
          <Group gap="xs">
            <Title order={2} size="h4">
              {title}
            </Title>
            {status !== null && <OutcomeTag outcome={status} />}
          </Group>
          <Text size="sm" fw={600} className="bw-figures">
            {score === null
              ? text('check.notAsked')
              : text('framework.score', { percent: String(wholePercent(score)) })}
          </Text>
        </Group>
        <OutcomeBar outcomes={framework} rules={rules} of={title} />
        <Group gap="xs" justify="space-between">
          <Text size="sm" c="dimmed">
            {text('framework.covered', { covered: coveredCount, count: requirementCount })}
          </Text>
          <Button
            size="compact-sm"
            variant="subtle"
            aria-expanded={isOpen}
            aria-controls={isOpen ? id : undefined}
            aria-label={text('framework.countOf', { title, count: requirementCount })}
            leftSection={
              isOpen ? <IconChevronDown size={16} aria-hidden /> : <IconChevronRight size={16} aria-hidden />
            }
            onClick={onToggle}
          >
            {text('framework.requirements', { count: requirementCount })}
          </Button>
        </Group>
        {isOpen && (
          <div id={id}>
            <RequirementTable label={text('framework.requirementsOf', { title })} requirements={requirements} />
          </div>
        )}
      </Stack>
    </Paper>
  )
}
