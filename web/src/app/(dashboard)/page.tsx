import type { Metadata } from 'next'
import { ClustersPage } from '../../clusters/clusters-page.tsx'
import { text } from '../../messages/text.ts'

export const metadata: Metadata = { title: text('clusters.title') }

export default function Page() {
  return <ClustersPage />
}
