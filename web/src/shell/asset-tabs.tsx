'use client'

import { usePathname } from 'next/navigation'
import { text } from '../messages/text.ts'
import { LinkTabs } from '../parts/link-tabs.tsx'
import { useScopedHref } from './scope.ts'

/** The tabs of *Container assets*. */
export function AssetTabs() {
  const href = useScopedHref()
  const isWorkloads = usePathname().startsWith('/workloads')
  return (
    <LinkTabs
      label={text('nav.containerAssets')}
      current={isWorkloads ? 'workloads' : 'clusters'}
      tabs={[
        { key: 'clusters', label: text('nav.clusters'), href: href('/clusters') },
        { key: 'workloads', label: text('nav.workloads'), href: href('/workloads') },
      ]}
    />
  )
}
