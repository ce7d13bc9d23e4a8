import { Group, Radio, Stack, Text } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { Fragment, useState } from 'react'
import { text } from '../messages/text.ts'
import { Marked } from '../parts/marked.tsx'
import { Nothing } from '../parts/nothing.tsx'
import type { SourcesQuery } from './connection-queries.ts'
import { ExecCommand, ExecState } from './exec-command.tsx'

/** The contexts of the kubeconfig on the server's machine; one that cannot be used says why, one with a command shows it. */
export function Contexts({
  contexts,
  chosen,
  onChoose,
  onReload,
}: {
  readonly contexts: ResultOf<typeof SourcesQuery>['kubeconfigContexts']
  readonly chosen: string | null
  /** Told null for a context that cannot be tested yet: its command is looked at first. */
  readonly onChoose: (name: string | null) => void
  /** A command was allowed or withdrawn. */
  readonly onReload: () => void
}) {
  const [lookedAt, setLookedAt] = useState<string | null>(null)
  const shown = chosen ?? lookedAt

  function choose(name: string): void {
    setLookedAt(name)
    onChoose(contexts.find((context) => context.name === name)?.usable ? name : null)
  }

  if (contexts.length === 0) {
    return <Nothing title={text('connect.noContexts')} advice={text('connect.noContextsAdvice')} />
  }
  return (
    <Radio.Group value={shown} onChange={choose} label={text('connect.contexts')}>
      <Stack gap={6} mt="xs">
        {contexts.map((context) => (
          <Fragment key={context.name}>
            <ContextCard context={context} />
            {context.exec && shown === context.name && (
              <ExecCommand
                context={context.name}
                exec={context.exec}
                onChanged={(usable) => {
                  onChoose(usable ? context.name : null)
                  onReload()
                }}
              />
            )}
          </Fragment>
        ))}
      </Stack>
    </Radio.Group>
  )
}

type Context = ResultOf<typeof SourcesQuery>['kubeconfigContexts'][number]

function ContextCard({ context }: { readonly context: Context }) {
  const { name, server, user, usable, reason, connectedAs, exec } = context
  // What a click on the card shows and allows, and no reason to turn away.
  const waits = exec?.allowable === true && !exec.permitted
  const isOpen = usable || waits
  return (
    <Radio.Card value={name} disabled={!isOpen} p="xs" radius="sm">
      <Group gap="sm" wrap="nowrap" align="start">
        <Radio.Indicator disabled={!isOpen} mt={2} />
        <Stack gap={2} miw={0} style={{ overflowWrap: 'anywhere' }}>
          <Text size="sm" fw={600}>
            {name}
          </Text>
          <Text size="xs" c="dimmed">
            {text('connect.contextOf', { server, user })}
          </Text>
          {exec?.allowable && <ExecState exec={exec} />}
          {reason !== null && !waits && (
            <Text size="xs" c="var(--bw-tone-bad-text)">
              <Marked text={reason} />
            </Text>
          )}
          {connectedAs && <Text size="xs">{text('connect.connectedAs', { name: connectedAs.name })}</Text>}
        </Stack>
      </Group>
    </Radio.Card>
  )
}
