import { Paper, Stack, Text } from '@mantine/core'
import type { ReactNode } from 'react'

/** One of the blocks that sum up what is wrong with a cluster. */
export function Block({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Paper withBorder p="sm" className="bw-raised" role="group" aria-label={title}>
      <Stack gap={4} align="start">
        <Text size="sm" fw={600}>
          {title}
        </Text>
        {children}
      </Stack>
    </Paper>
  )
}
