import { Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** An empty place: says that there is nothing, and what to do about it. */
export function Nothing({
  title,
  advice,
  action,
}: {
  readonly title: string
  readonly advice: string
  readonly action?: ReactNode
}) {
  return (
    <Stack align="center" gap="xs" py={40} px="md" className="bw-nothing">
      <Text fw={600} ta="center">
        {title}
      </Text>
      <Text size="sm" c="dimmed" maw={520} ta="center">
        {advice}
      </Text>
      {action}
    </Stack>
  )
}
