import { List, Stack, Text } from '@mantine/core'
import type { ResultOf } from 'gql.tada'
import { graphql } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'

export const AnalysisFragment = graphql(`
  fragment AnalysisParts on Analysis {
    kind
    available
    analyzed
    incomplete
    clusters
    last
  }
`)

export type AnalysisData = ResultOf<typeof AnalysisFragment>

export const AnalysesQuery = graphql(
  `
    query Analyses($scope: ScopeInput) {
      analyses(scope: $scope) {
        ...AnalysisParts
      }
    }
  `,
  [AnalysisFragment],
)

/** Which analyses of risks there are, which of them have run and where; what nobody looks for is said as well. */
export function AnalysesNote({ analyses }: { readonly analyses: readonly AnalysisData[] }) {
  const available = analyses.filter((analysis) => analysis.available)
  const missing = analyses.filter((analysis) => !analysis.available).map(({ kind }) => text(`riskKind.${kind}`))
  return (
    <Stack gap={4}>
      {available.length === 0 ? (
        <Text size="sm">{text('analyses.none')}</Text>
      ) : (
        <List size="sm" aria-label={text('analyses.title')}>
          {available.map((analysis) => (
            <List.Item key={analysis.kind}>
              <Analysis analysis={analysis} />
            </List.Item>
          ))}
        </List>
      )}
      {missing.length > 0 && (
        <Text size="sm" c="dimmed">
          {text('analyses.missing', { kinds: missing.join(', ') })}
        </Text>
      )}
    </Stack>
  )
}

function Analysis({ analysis: { kind, analyzed, incomplete, clusters, last } }: { readonly analysis: AnalysisData }) {
  const name = text(`riskKind.${kind}`)
  if (last === null) return <>{text('analyses.notRun', { kind: name })}</>
  return (
    <>
      {text('analyses.run', { kind: name, analyzed, count: clusters })} <Ago at={last} />{' '}
      {incomplete > 0 && text('analyses.incomplete', { count: incomplete })}
    </>
  )
}
