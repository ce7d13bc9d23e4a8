'use client'

import { Stack } from '@mantine/core'
import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { ListPage } from '../list/list-page.tsx'
import { text } from '../messages/text.ts'
import { LinkTabs } from '../parts/link-tabs.tsx'
import { useAnalysis } from '../risks/use-analysis.ts'
import { useScope, useScopedHref } from '../shell/scope.ts'
import { AnalysisState } from './analysis-state.tsx'
import { AnalyzeExposure } from './analyze-exposure.tsx'
import { EntryPointTable } from './entry-point-table.tsx'
import { ExposedWorkloadTable } from './exposed-workload-table.tsx'
import { ExposureTable } from './exposure-table.tsx'

const VIEWS = ['exposures', 'entryPoints', 'workloads'] as const

/** What is reached from outside, in three views: each way in, by the entry point, and by the workload. */
export function ExposuresPage() {
  const scope = useScope()
  const href = useScopedHref()
  const [view] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('exposures'))
  const analysis = useAnalysis('EXPOSURE', scope.input)
  return (
    <ListPage title={text('exposure.exposures')} actions={<AnalyzeExposure cluster={scope.cluster} />}>
      <LinkTabs
        label={text('exposure.views')}
        current={view}
        tabs={VIEWS.map((each) => ({
          key: each,
          label: text(`exposure.view.${each}`),
          href: href('/exposures', each === 'exposures' ? {} : { view: each }),
        }))}
      />
      <Stack gap="sm">
        <AnalysisState analysis={analysis} />
        <View key={view} view={view} scope={scope.input} analysis={analysis} />
      </Stack>
    </ListPage>
  )
}

function View({
  view,
  ...shown
}: {
  readonly view: (typeof VIEWS)[number]
  readonly scope: ReturnType<typeof useScope>['input']
  readonly analysis: ReturnType<typeof useAnalysis>
}) {
  switch (view) {
    case 'exposures':
      return <ExposureTable {...shown} />
    case 'entryPoints':
      return <EntryPointTable {...shown} />
    case 'workloads':
      return <ExposedWorkloadTable {...shown} />
  }
}
