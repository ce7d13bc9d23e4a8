import { Group, Text } from '@mantine/core'
import type { Scalar } from '../api/graphql.ts'
import { VERDICTS } from '../exposures/exposure-words.ts'
import { VerdictTag } from '../exposures/verdict-tag.tsx'
import { formatNumber, text } from '../messages/text.ts'
import { SeverityTag } from '../parts/tag.tsx'
import { SEVERITIES } from '../risks/risk-list.ts'

type Results = readonly { readonly name: string; readonly count: number }[]

/** What was found in a cluster, by how bad it is: ways in, or what is set up wrongly; a dash while it has not come to its end. */
export function TaskResults({ kind, results }: { readonly kind: LookingKind; readonly results: Results }) {
  if (results.length === 0) return <>{text('asset.nothing')}</>
  return kind === 'CONFIG_CHECK' ? <Severities results={results} /> : <Verdicts results={results} />
}

/** Kinds of tasks that look for something, and tell how much they found. */
export const LOOKING_KINDS = ['CONTAINER_EXPOSURE', 'CONFIG_CHECK'] as const satisfies readonly Scalar<'TaskKind'>[]
export type LookingKind = (typeof LOOKING_KINDS)[number]

function Severities({ results }: { readonly results: Results }) {
  const found = SEVERITIES.flatMap((severity) => {
    const count = countOf(results, severity)
    return count > 0 ? [{ severity, count }] : []
  })
  if (found.length === 0) return <>{text('check.none')}</>
  return (
    <Group gap={8} className="bw-facts">
      {found.map(({ severity, count }) => (
        <Group key={severity} gap={4} wrap="nowrap">
          <SeverityTag severity={severity} />
          <Text component="span" size="sm" className="bw-figures">
            {formatNumber(count)}
          </Text>
        </Group>
      ))}
    </Group>
  )
}

function Verdicts({ results }: { readonly results: Results }) {
  const found = VERDICTS.flatMap((verdict) => {
    const count = countOf(results, verdict)
    return count > 0 ? [{ verdict, count }] : []
  })
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

function countOf(results: Results, name: string): number {
  return results.find((result) => result.name === name)?.count ?? 0
}
