import { Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Ago } from '../parts/ago.tsx'
import { Nothing } from '../parts/nothing.tsx'
import type { AnalysisData } from '../risks/analyses-note.tsx'
import { emptinessOf } from '../risks/emptiness.ts'
import { CheckConfiguration } from './check-configuration.tsx'

/** When it was checked, and where it was not or not in full: nobody is to take what is not known for what is right. */
export function CheckState({ analysis }: { readonly analysis: AnalysisData | undefined }) {
  if (!analysis || analysis.last === null) return null
  const { analyzed, clusters, incomplete } = analysis
  return (
    <Text size="sm" c="dimmed">
      {text('check.lastChecked')} <Ago at={analysis.last} />.{' '}
      {analyzed < clusters && text('check.partlyChecked', { analyzed, count: clusters })}{' '}
      {incomplete > 0 && text('check.incomplete', { count: incomplete })}
    </Text>
  )
}

/** What stands in place of an empty list: that nothing is wrong is said only after somebody has looked. */
export function NothingChecked({
  analysis,
  none,
}: {
  readonly analysis: AnalysisData | undefined
  /** What is said where all was looked at. */
  readonly none: { readonly title: string; readonly advice: string }
}) {
  switch (emptinessOf(analysis)) {
    case 'noCluster':
      return <Nothing title={text('check.noCluster')} advice={text('check.noClusterAdvice')} />
    case 'notAnalyzed':
      return (
        <Nothing
          title={text('check.notChecked')}
          advice={text('check.notCheckedAdvice')}
          action={<CheckConfiguration cluster={null} />}
        />
      )
    case 'nothingFound':
      return <Nothing {...none} />
  }
}
