import type { Metadata } from 'next'
import { WorkloadsPage } from '../../../assets/workloads-page.tsx'
import { text } from '../../../messages/text.ts'

export const metadata: Metadata = { title: text('workloads.title') }

export default function Page() {
  return <WorkloadsPage />
}
