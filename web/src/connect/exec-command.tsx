import { Button, Code, Group, Paper, Stack, Text } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { useEffect, useRef, useState } from 'react'
import { useAction } from '../api/use-action.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Marked } from '../parts/marked.tsx'
import { Notice } from '../parts/notice.tsx'
import { ToneTag } from '../parts/tag.tsx'
import { commandText, environmentText } from './command-text.ts'
import { AllowExecCommandMutation, type SourcesQuery, WithdrawExecCommandMutation } from './connection-queries.ts'

type Exec = NonNullable<ResultOf<typeof SourcesQuery>['kubeconfigContexts'][number]['exec']>

/** In a word, whether the command of a context may be run. */
export function ExecState({ exec }: { readonly exec: Exec }) {
  const [tone, state] = exec.permitted
    ? (['good', 'exec.stateAllowed'] as const)
    : exec.changedSincePermitted
      ? (['bad', 'exec.stateChanged'] as const)
      : (['warning', 'exec.stateWaits'] as const)
  return (
    <Text size="xs" component="div">
      {text('exec.state')} <ToneTag tone={tone}>{text(state)}</ToneTag>
    </Text>
  )
}

/** The whole command by which a context signs in, who would run it, and the button that allows exactly this one. */
export function ExecCommand({
  context,
  exec,
  onChanged,
}: {
  readonly context: string
  readonly exec: Exec
  readonly onChanged: (permitted: boolean) => void
}) {
  const [problem, setProblem] = useState<string>()
  const allowing = useAction(AllowExecCommandMutation, { quiet: true })
  const withdrawing = useAction(WithdrawExecCommandMutation, { quiet: true })
  const button = useRef<HTMLButtonElement>(null)
  const acted = useRef(false)

  // The button that was pressed gives way to the other one: the keyboard goes on there.
  // biome-ignore lint/correctness/useExhaustiveDependencies: the permit is what swaps the buttons
  useEffect(() => {
    if (acted.current) button.current?.focus()
    acted.current = false
  }, [exec.permitted])

  async function allow(): Promise<void> {
    const outcome = await allowing.run({ input: { context, hash: exec.hash } })
    setProblem(outcome.ok ? undefined : outcome.message)
    acted.current = outcome.ok
    onChanged(outcome.ok)
  }

  async function withdraw(): Promise<void> {
    const outcome = await withdrawing.run({ input: { context } })
    setProblem(outcome.ok ? undefined : outcome.message)
    acted.current = outcome.ok
    if (outcome.ok) onChanged(false)
  }

  return (
    <Paper withBorder p="sm" component="section" aria-label={text('exec.title')}>
      <Stack gap="xs">
        <Text size="sm" fw={600}>
          {text('exec.title')}
        </Text>
        <Text size="sm" c="dimmed">
          {text('exec.intro')}
        </Text>
        {exec.changedSincePermitted && (
          <Notice tone="bad" title={text('exec.changed')}>
            {text('exec.changedAdvice', { who: exec.permittedBy ?? '' })}
          </Notice>
        )}
        <Exactly label={text('exec.command')} content={commandText(exec.command, exec.args)} />
        {exec.env.length > 0 && <Exactly label={text('exec.variables')} content={environmentText(exec.env)} />}
        <Facts exec={exec} />
        {problem !== undefined && <Notice tone="bad" urgent title={problem} />}
        {exec.permitted ? (
          <Group gap="sm">
            <Text size="sm" role="status">
              <ToneTag tone="good">{text('exec.allowed', { who: exec.permittedBy ?? '' })}</ToneTag>{' '}
              <Ago at={exec.permittedAt} />
            </Text>
            <Button
              ref={button}
              variant="default"
              size="compact-sm"
              loading={withdrawing.running}
              onClick={() => void withdraw()}
            >
              {text('exec.withdraw')}
            </Button>
            <Text size="xs" c="dimmed">
              {text('exec.withdrawAdvice')}
            </Text>
          </Group>
        ) : (
          <Group>
            <Button ref={button} size="sm" loading={allowing.running} onClick={() => void allow()}>
              {text('exec.allow')}
            </Button>
          </Group>
        )}
      </Stack>
    </Paper>
  )
}

/** Shown to the last character: long lines are broken, never cut. */
function Exactly({ label, content }: { readonly label: string; readonly content: string }) {
  return (
    <Stack gap={4}>
      <Text size="xs" c="dimmed">
        {label}
      </Text>
      <Code
        block
        component="pre"
        role="region"
        aria-label={label}
        style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}
      >
        {content}
      </Code>
    </Stack>
  )
}

function Facts({ exec }: { readonly exec: Exec }) {
  const { path, runsAs: user, apiVersion: version, givesClusterInfo } = exec
  const isMasked = [...exec.args, ...exec.env.map(({ value }) => value)].some((part) => part.includes('«masked '))
  const facts = [
    path === null ? text('exec.notFound', { user }) : text('exec.runsAs', { user, path }),
    text('exec.apiVersion', { version }),
    ...(givesClusterInfo ? [text('exec.clusterInfo')] : []),
    ...(isMasked ? [text('exec.masked')] : []),
  ]
  return (
    <Text size="sm" style={{ overflowWrap: 'anywhere' }}>
      <Marked text={facts.join(' ')} />
    </Text>
  )
}
