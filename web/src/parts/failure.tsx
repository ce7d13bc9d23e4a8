import { Alert, Button, Group, Text } from '@mantine/core'
import { IconPlugConnectedX } from '@tabler/icons-react'
import type { CombinedError } from 'urql'
import { text } from '../messages/text.ts'

/** What happened, and what to try. */
export function Failure({
  error,
  onRetry,
  compact = false,
}: {
  readonly error: CombinedError
  readonly onRetry?: (() => void) | undefined
  readonly compact?: boolean
}) {
  const { title, advice } = explain(error)
  return (
    <Alert
      role="alert"
      color="red"
      variant="light"
      title={title}
      icon={<IconPlugConnectedX aria-hidden />}
      className="bw-failure"
      p={compact ? 'xs' : 'md'}
    >
      <Group justify="space-between" gap="sm">
        <Text size="sm">{advice}</Text>
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {text('failure.retry')}
          </Button>
        )}
      </Group>
    </Alert>
  )
}

/** An error of the API in words: the server's own where it sent some. */
export function explain(error: CombinedError): { readonly title: string; readonly advice: string } {
  if (error.networkError) return { title: text('failure.network'), advice: text('failure.networkAdvice') }
  const [first] = error.graphQLErrors
  const advice = first?.extensions['advice']
  return {
    title: first?.message ?? text('failure.unknown'),
    advice: typeof advice === 'string' ? advice : text('failure.unknownAdvice'),
  }
}
