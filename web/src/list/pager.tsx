import { Button, Group, Text } from '@mantine/core'
import { IconChevronLeft, IconChevronRight } from '@tabler/icons-react'
import { text } from '../messages/text.ts'

export interface PagerProps {
  /** Of which list; two lists may stand on one page. */
  readonly label: string
  readonly shown: number
  readonly total: number | undefined
  readonly hasPrevious: boolean
  readonly hasNext: boolean
  readonly onPrevious: () => void
  readonly onNext: () => void
}

/** How much of a list is shown, and the way to the rest. */
export function Pager({ label, shown, total, hasPrevious, hasNext, onPrevious, onNext }: PagerProps) {
  return (
    <Group justify="space-between" gap="xs" component="nav" aria-label={text('list.pages', { label })}>
      <Text size="sm" c="dimmed" aria-live="polite" className="bw-figures">
        {total === undefined ? '' : text('list.shown', { shown, count: total })}
      </Text>
      {(hasPrevious || hasNext) && (
        <Group gap={4}>
          <Button
            variant="default"
            size="compact-sm"
            leftSection={<IconChevronLeft size={16} aria-hidden />}
            disabled={!hasPrevious}
            onClick={onPrevious}
          >
            {text('list.previous')}
          </Button>
          <Button
            variant="default"
            size="compact-sm"
            rightSection={<IconChevronRight size={16} aria-hidden />}
            disabled={!hasNext}
            onClick={onNext}
          >
            {text('list.next')}
          </Button>
        </Group>
      )}
    </Group>
  )
}
