'use client'

import { Stack } from '@mantine/core'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { ListPage } from '../list/list-page.tsx'
import { text } from '../messages/text.ts'
import { LinkTabs } from '../parts/link-tabs.tsx'
import type { AnalysisData } from '../risks/analyses-note.tsx'
import { useAnalysis } from '../risks/use-analysis.ts'
import { type Scope, useScope, useScopedHref } from '../shell/scope.ts'
import { BenchmarkView } from './benchmark/benchmark-view.tsx'
import { CheckConfiguration } from './check-configuration.tsx'
import { CheckState } from './check-state.tsx'
import { CheckTable } from './check-table.tsx'
import { CheckedObjectTable } from './checked-object-table.tsx'
import { FrameworkList } from './frameworks/framework-list.tsx'
import { OPENING } from './opening.ts'
import { ResultTable } from './result-table.tsx'
import { RightsView } from './rights/rights-view.tsx'

const VIEWS = ['results', 'checks', 'objects', 'frameworks', 'benchmark', 'rights'] as const

/**
 * How clusters and what is in them are set up, each view an answer: what is wrong, which rules say so, of which objects, what frameworks ask for, how a
 * cluster stands by the CIS benchmark, and who can do what.
 */
export function ConfigurationPage() {
  const scope = useScope()
  const href = useScopedHref()
  const [view] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('results'))
  const analysis = useAnalysis('CONFIGURATION', scope.input)
  return (
    <ListPage title={text('check.configuration')} actions={<CheckConfiguration cluster={scope.cluster} />}>
      <LinkTabs
        label={text('check.views')}
        current={view}
        tabs={VIEWS.map((each) => ({
          key: each,
          label: text(`check.view.${each}`),
          href: href('/configuration', each === 'results' ? OPENING : { view: each }),
        }))}
      />
      <Stack gap="sm">
        <CheckState analysis={analysis} />
        <View key={view} view={view} scope={scope.input} analysis={analysis} />
      </Stack>
    </ListPage>
  )
}

function View({
  view,
  scope,
  analysis,
}: {
  readonly view: (typeof VIEWS)[number]
  readonly scope: Scope['input']
  readonly analysis: AnalysisData | undefined
}) {
  switch (view) {
    case 'results':
      return <ResultTable scope={scope} analysis={analysis} />
    case 'checks':
      return <CheckTable scope={scope} />
    case 'objects':
      return <CheckedObjectTable scope={scope} analysis={analysis} />
    case 'frameworks':
      return <FrameworkList scope={scope} analysis={analysis} />
    case 'benchmark':
      return <BenchmarkView />
    case 'rights':
      return <RightsView />
  }
}
