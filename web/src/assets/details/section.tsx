import { Stack, Title } from '@mantine/core'
import type { ReactNode } from 'react'

/** A titled part of an asset's details. */
export function Section({ title, children }: { readonly title: string; readonly children: ReactNode }) {
  return (
    <Stack gap={6} component="section" aria-label={title}>
      <Title order={3} size="h5">
        {title}
      </Title>
      {children}
    </Stack>
  )
}
