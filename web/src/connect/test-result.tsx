import { Group, List, Loader, Stack, Text, ThemeIcon } from '@mantine/core'
import { IconCheck, IconX } from '@tabler/icons-react'
import type { ResultOf } from 'gql.tada'
import { text } from '../messages/text.ts'
import { Marked } from '../parts/marked.tsx'
import { Notice } from '../parts/notice.tsx'
import type { TestClusterConnectionMutation } from './connection-queries.ts'
import { RightsTable } from './rights-table.tsx'

export interface ReplacedCluster {
  readonly uid: string
  readonly name: string
}

export type ConnectionTest = NonNullable<ResultOf<typeof TestClusterConnectionMutation>['payload']['test']>

/** What the test of a source found, step by step; where one failed, why and what to do. */
export function TestResult({
  test,
  running,
  problem,
  replaced,
}: {
  readonly test: ConnectionTest | undefined
  readonly running: boolean
  readonly problem: string | undefined
  /** The cluster that this is to be another source of. */
  readonly replaced: ReplacedCluster | undefined
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
  return (
    <Stack gap="sm" mt="md">
      <Text fw={600} role="status">
        {text(test.ok ? 'connect.testPassed' : 'connect.testFailed')}
      </Text>
      <List
        spacing="xs"
        listStyleType="none"
        aria-label={text('connect.steps')}
        styles={{ itemWrapper: { alignItems: 'flex-start' } }}
      >
        {test.steps.map((step) => (
          <List.Item key={step.step} icon={<Mark ok={step.ok} />}>
            <Text size="sm" fw={500}>
              {text(`connectionStep.${step.step}`)}
            </Text>
            {step.message !== '' && (
              <Text size="sm" c={step.ok ? 'dimmed' : undefined}>
                <Marked text={step.message} />
              </Text>
            )}
            {!step.ok && step.advice !== '' && (
              <Text size="sm" c="dimmed">
                <Marked text={step.advice} />
              </Text>
            )}
          </List.Item>
        ))}
      </List>
      {test.caller !== null && <Text size="sm">{text('connect.caller', { name: test.caller })}</Text>}
      <RightsTable kinds={test.kinds} />
      {replaced ? (
        <Sameness test={test} replaced={replaced} />
      ) : (
        test.alreadyConnected && (
          <Notice tone="busy" title={text('connect.already', { name: test.alreadyConnected.name })}>
            {text('connect.alreadyAdvice')}
          </Notice>
        )
      )}
    </Stack>
  )
}

/** Another cluster's source must not take the place of this one's. */
function Sameness({ test, replaced }: { readonly test: ConnectionTest; readonly replaced: ReplacedCluster }) {
  if (!test.ok || test.uid === null) return null
  if (test.uid === replaced.uid) return <Text size="sm">{text('connect.same', { name: replaced.name })}</Text>
  const { uid, name } = replaced
  return (
    <Notice tone="bad" urgent title={text('connect.other')}>
      {text('connect.otherAdvice', { id: test.uid, uid, name })}
    </Notice>
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
