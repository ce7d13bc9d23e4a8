import type { Metadata } from 'next'
import { text } from '../../messages/text.ts'
import { OverviewPage } from '../../overview/overview-page.tsx'

export const metadata: Metadata = { title: text('overview.title') }

export default function Page() {
  return <OverviewPage />
}
