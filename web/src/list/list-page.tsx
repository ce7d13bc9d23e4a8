import { Group, Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A page: its title, what can be done on it, and its content. */
export function ListPage({
  title,
  badge,
  actions,
  children,
}: {
  readonly title: string
  readonly badge?: ReactNode
  readonly actions?: ReactNode
  readonly children: ReactNode
}) {
  return (
    <Stack gap="md">
      <Group justify="space-between" gap="sm">
        <Group gap="sm">
          <Title order={1}>{title}</Title>
          {badge}
        </Group>
        {actions && <Group gap="xs">{actions}</Group>}
      </Group>
      {children}
    </Stack>
  )
}
