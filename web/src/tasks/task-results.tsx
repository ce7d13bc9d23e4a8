import { Group, Text } from '@mantine/core'
import { VERDICTS } from '../exposures/exposure-words.ts'
import { VerdictTag } from '../exposures/verdict-tag.tsx'
import { formatNumber, text } from '../messages/text.ts'

/** What an exposure analysis of a cluster came to: how many ways in there are of each verdict; a dash while it has not come to its end. */
export function TaskResults({
  results,
}: {
  readonly results: readonly { readonly name: string; readonly count: number }[]
}) {
  const found = VERDICTS.flatMap((verdict) => {
    const count = results.find(({ name }) => name === verdict)?.count ?? 0
    return count > 0 ? [{ verdict, count }] : []
  })
  if (results.length === 0) return <>{text('asset.nothing')}</>
  if (found.length === 0) return <>{text('exposed.none')}</>
  return (
    <Group gap={8} className="bw-facts">
      {found.map(({ verdict, count }) => (
        <Group key={verdict} gap={4} wrap="nowrap">
          <VerdictTag verdict={verdict} />
          <Text component="span" size="sm" className="bw-figures">
            {formatNumber(count)}
          </Text>
        </Group>
      ))}
    </Group>
  )
}
