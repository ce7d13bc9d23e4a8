import { Skeleton, Stack } from '@mantine/core'
import { text } from '../../messages/text.ts'

export function DetailsSkeleton() {
  return (
    <Stack role="status" aria-busy="true" aria-label={text('list.loading', { label: text('details.title') })}>
      <Skeleton height={24} width="60%" />
      <Skeleton height={140} />
      <Skeleton height={80} />
    </Stack>
  )
}
