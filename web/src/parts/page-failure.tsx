'use client'

import { Button, Group, Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Notice } from './notice.tsx'

/** Shown in place of a page that failed while it was drawn. */
export function PageFailure({ retry }: { readonly retry: () => void }) {
  return (
    <Notice tone="bad" urgent title={text('failure.page')}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">{text('failure.pageAdvice')}</Text>
        <Button size="compact-sm" variant="default" onClick={retry}>
          {text('failure.retry')}
        </Button>
      </Group>
    </Notice>
  )
}
