import { Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Nothing } from '../parts/nothing.tsx'
import type { AnalysisData } from '../risks/analyses-note.tsx'
import { emptinessOf } from '../risks/emptiness.ts'
import { AnalyzeExposure } from './analyze-exposure.tsx'

/** When it was analyzed, and where it was not or not in full: nobody is to take what is not known for what is not reached. */
export function AnalysisState({ analysis }: { readonly analysis: AnalysisData | undefined }) {
  if (!analysis || analysis.last === null) return null
  const { analyzed, clusters, incomplete } = analysis
  return (
    <Text size="sm" c="dimmed">
      {text('exposure.lastAnalyzed')} <Ago at={analysis.last} />.{' '}
      {analyzed < clusters && text('exposure.partlyAnalyzed', { analyzed, count: clusters })}{' '}
      {incomplete > 0 && text('exposure.incomplete', { count: incomplete })}
    </Text>
  )
}

/** What stands in place of an empty list: that nothing is reached is said only after somebody has looked. */
export function NothingExposed({ analysis }: { readonly analysis: AnalysisData | undefined }) {
  switch (emptinessOf(analysis)) {
    case 'noCluster':
      return <Nothing title={text('exposure.noCluster')} advice={text('exposure.noClusterAdvice')} />
    case 'notAnalyzed':
      return (
        <Nothing
          title={text('exposure.notAnalyzed')}
          advice={text('exposure.notAnalyzedAdvice')}
          action={<AnalyzeExposure cluster={null} />}
        />
      )
    case 'nothingFound':
      return <Nothing title={text('exposure.none')} advice={text('exposure.noneAdvice')} />
  }
}
