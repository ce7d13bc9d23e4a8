'use client'

import { parseAsStringLiteral, useQueryState } from 'nuqs'
import { AssetCounts } from '../clusters/asset-counts.tsx'
import { countLinkAcrossClusters, type WorkloadView } from '../clusters/count-link.ts'
import { ListPage } from '../list/list-page.tsx'
import { text } from '../messages/text.ts'
import { LinkTabs } from '../parts/link-tabs.tsx'
import { AssetTabs } from '../shell/asset-tabs.tsx'
import { useScope, useScopedHref } from '../shell/scope.ts'
import { ImageTable } from './image-table.tsx'
import {
  ContainerTable,
  NamespaceTable,
  NodeTable,
  PodTable,
  ServiceTable,
  type Within,
  WorkloadTable,
} from './tables.tsx'

const VIEWS = [
  'workloads',
  'pods',
  'containers',
  'services',
  'nodes',
  'namespaces',
  'images',
] as const satisfies readonly WorkloadView[]

/** Everything that runs, across clusters. */
export function WorkloadsPage() {
  const scope = useScope()
  const href = useScopedHref()
  const [view] = useQueryState('view', parseAsStringLiteral(VIEWS).withDefault('workloads'))
  return (
    <ListPage title={text('workloads.title')}>
      <AssetTabs />
      <AssetCounts scope={scope.input} link={countLinkAcrossClusters} />
      <LinkTabs
        label={text('workloads.views')}
        current={view}
        tabs={VIEWS.map((each) => ({
          key: each,
          label: text(`asset.${each}`),
          href: href('/workloads', { view: each }),
        }))}
      />
      <View key={view} view={view} scope={scope.input} showCluster={scope.cluster === null} />
    </ListPage>
  )
}

function View({
  view,
  scope,
  showCluster,
}: {
  readonly view: WorkloadView
  readonly scope: Within
  readonly showCluster: boolean
}) {
  switch (view) {
    case 'workloads':
      return <WorkloadTable scope={scope} showCluster={showCluster} />
    case 'pods':
      return <PodTable scope={scope} showCluster={showCluster} />
    case 'containers':
      return <ContainerTable scope={scope} showCluster={showCluster} />
    case 'services':
      return <ServiceTable scope={scope} showCluster={showCluster} />
    case 'nodes':
      return <NodeTable scope={scope} showCluster={showCluster} />
    case 'namespaces':
      return <NamespaceTable scope={scope} showCluster={showCluster} />
    case 'images':
      return <ImageTable scope={scope} />
  }
}
