import { Group, List, Loader, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import type { ResultOf } from 'gql.tada'
import { text } from '../messages/text.ts'
import { Notice } from '../parts/notice.tsx'
import type { TestClusterConnectionMutation } from './connection-queries.ts'

export type ConnectionTest = NonNullable<ResultOf<typeof TestClusterConnectionMutation>['payload']['test']>

/** What the test of a source found, step by step; where one failed, why and what to do. */
export function TestResult({
  test,
  running,
  problem,
}: {
  readonly test: ConnectionTest | undefined
  readonly running: boolean
  readonly problem: string | undefined
}) {
  if (running) {
    return (
      <Group mt="md" gap="sm" role="status">
        <Loader size="xs" aria-hidden />
        <Text size="sm">{text('connect.testing')}</Text>
      </Group>
    )
  }
  if (problem !== undefined) {
    return <Notice tone="bad" urgent title={problem} />
  }
  if (!test) return null
  const unreadable = test.kinds.filter((kind) => !kind.listable)
  return (
    <Stack gap="sm" mt="md">
      <Text fw={600} role="status">
        {text(test.ok ? 'connect.testPassed' : 'connect.testFailed')}
      </Text>
      <List spacing="xs" center={false} listStyleType="none" aria-label={text('connect.steps')}>
        {test.steps.map((step) => (
          <List.Item key={step.step} icon={<Mark ok={step.ok} />}>
            <Text size="sm" fw={500}>
              {text(`connectionStep.${step.step}`)}
            </Text>
            <Text size="sm" c={step.ok ? 'dimmed' : undefined}>
              {step.message}
            </Text>
            {!step.ok && step.advice !== '' && (
              <Text size="sm" c="dimmed">
                {step.advice}
              </Text>
            )}
          </List.Item>
        ))}
      </List>
      {test.kinds.length > 0 && (
        <Stack gap={4}>
          <Text size="sm">
            {text('connect.kinds', { readable: test.kinds.length - unreadable.length, count: test.kinds.length })}
          </Text>
          {[...Map.groupBy(unreadable, (kind) => kind.reason)].map(([reason, kinds]) => (
            <Text key={reason} size="xs" c="dimmed">
              <b>{kinds.map((kind) => kind.kind).join(', ')}</b> · {text(`coverageReason.${reason}`)}.{' '}
              {kinds.length === 1 && `${kinds[0]?.message} ${kinds[0]?.advice}`}
            </Text>
          ))}
        </Stack>
      )}
      {test.alreadyConnected && (
        <Notice tone="busy" title={text('connect.already', { name: test.alreadyConnected.name })}>
          {text('connect.alreadyAdvice')}
        </Notice>
      )}
    </Stack>
  )
}

function Mark({ ok }: { readonly ok: boolean }) {
  const tone = ok ? 'good' : 'bad'
  return (
    <ThemeIcon
      size={22}
      radius="xl"
      style={{ background: `var(--bw-tone-${tone}-background)`, color: `var(--bw-tone-${tone}-text)` }}
      aria-label={text(ok ? 'connect.stepOk' : 'connect.stepFailed')}
      role="img"
    >
      {ok ? <IconCheck size={14} aria-hidden /> : <IconX size={14} aria-hidden />}
    </ThemeIcon>
  )
}
