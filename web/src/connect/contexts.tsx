import { Group, Radio, Stack, Text } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { text } from '../messages/text.ts'
import { Marked } from '../parts/marked.tsx'
import { Nothing } from '../parts/nothing.tsx'
import type { SourcesQuery } from './connection-queries.ts'

/** The contexts of the kubeconfig on the server's machine; one that cannot be used says why. */
export function Contexts({
  contexts,
  chosen,
  onChoose,
}: {
  readonly contexts: ResultOf<typeof SourcesQuery>['kubeconfigContexts']
  readonly chosen: string | null
  readonly onChoose: (name: string) => void
}) {
  if (contexts.length === 0) {
    return <Nothing title={text('connect.noContexts')} advice={text('connect.noContextsAdvice')} />
  }
  return (
    <Radio.Group value={chosen} onChange={onChoose} label={text('connect.contexts')}>
      <Stack gap={6} mt="xs">
        {contexts.map((context) => (
          <Radio.Card key={context.name} value={context.name} disabled={!context.usable} p="xs" radius="sm">
            <Group gap="sm" wrap="nowrap" align="start">
              <Radio.Indicator disabled={!context.usable} mt={2} />
              <Stack gap={2}>
                <Text size="sm" fw={600}>
                  {context.name}
                </Text>
                <Text size="xs" c="dimmed">
                  {text('connect.contextOf', { server: context.server, user: context.user })}
                </Text>
                {context.reason !== null && (
                  <Text size="xs" c="var(--bw-tone-bad-text)">
                    <Marked text={context.reason} />
                  </Text>
                )}
                {context.connectedAs && (
                  <Text size="xs">{text('connect.connectedAs', { name: context.connectedAs.name })}</Text>
                )}
              </Stack>
            </Group>
          </Radio.Card>
        ))}
      </Stack>
    </Radio.Group>
  )
}
