import { Button, Code, CopyButton, Group, Stack } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Notice } from '../parts/notice.tsx'

/** A secret that is shown this once, with the way to take it along. */
export function ShownOnce({
  title,
  advice,
  secret,
  onDone,
}: {
  readonly title: string
  readonly advice: string
  readonly secret: string
  readonly onDone: () => void
}) {
  return (
    <Stack>
      <Notice tone="warning" title={title} urgent>
        {advice}
      </Notice>
      <Code block data-testid="secret" style={{ overflowWrap: 'anywhere', whiteSpace: 'pre-wrap' }}>
        {secret}
      </Code>
      <Group justify="flex-end" gap="xs">
        <CopyButton value={secret}>
          {({ copied, copy }) => (
            <Button variant="default" onClick={copy}>
              {text(copied ? 'access.copied' : 'access.copy')}
            </Button>
          )}
        </CopyButton>
        <Button onClick={onDone}>{text('access.done')}</Button>
      </Group>
    </Stack>
  )
}
