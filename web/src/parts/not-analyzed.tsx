import { Text, Tooltip } from '@mantine/core'
import { text } from '../messages/text.ts'

/** A number that is not known: says so, and why. Never 0, never green. */
export function NotAnalyzed({
  reason,
  short = false,
}: {
  readonly reason: string | null | undefined
  readonly short?: boolean
}) {
  const why = reason ?? text('risk.notAnalyzedUnknown')
  if (!short) {
    return (
      <Text component="span" size="sm" c="dimmed">
        {why.startsWith(text('risk.notAnalyzed')) ? why : text('risk.notAnalyzedBecause', { reason: why })}
      </Text>
    )
  }
  return (
    <Tooltip label={why}>
      <Text component="span" size="xs" c="dimmed" fs="italic">
        {text('risk.notAnalyzed')}
      </Text>
    </Tooltip>
  )
}
