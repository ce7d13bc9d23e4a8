import { Button, Group, Text } from '@mantine/core'
import type { CombinedError } from 'urql'
import { text } from '../messages/text.ts'
import { Marked } from './marked.tsx'
import { Notice } from './notice.tsx'

/** What happened, and what to try. */
export function Failure({
  error,
  onRetry,
}: {
  readonly error: CombinedError
  readonly onRetry?: (() => void) | undefined
}) {
  const { title, advice } = explain(error)
  return (
    <Notice tone="bad" urgent title={title}>
      <Group justify="space-between" gap="sm">
        <Text size="sm">
          <Marked text={advice} />
        </Text>
        {onRetry && (
          <Button size="compact-sm" variant="default" onClick={onRetry}>
            {text('failure.retry')}
          </Button>
        )}
      </Group>
    </Notice>
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
