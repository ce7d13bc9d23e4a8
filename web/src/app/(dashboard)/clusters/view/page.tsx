import type { Metadata } from 'next'
import { ClusterView } from '../../../../clusters/cluster-view.tsx'
import { text } from '../../../../messages/text.ts'

export const metadata: Metadata = { title: text('cluster.title') }

export default function Page() {
  return <ClusterView />
}
