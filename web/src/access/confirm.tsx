import { Button, Group, Stack, Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Dialog } from '../parts/dialog.tsx'

/** Asks once more before something ends for good. */
export function Confirm({
  title,
  question,
  action,
  running,
  onConfirm,
  onClose,
}: {
  readonly title: string
  readonly question: string
  readonly action: string
  readonly running: boolean
  readonly onConfirm: () => void
  readonly onClose: () => void
}) {
  return (
    <Dialog title={title} onClose={onClose}>
      <Stack>
        <Text size="sm">{question}</Text>
        <Group justify="flex-end" gap="xs">
          <Button variant="default" onClick={onClose} data-autofocus>
            {text('action.cancel')}
          </Button>
          <Button color="red.9" loading={running} onClick={onConfirm}>
            {action}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  )
}
