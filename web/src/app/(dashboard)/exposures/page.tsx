import type { Metadata } from 'next'
import { ExposuresPage } from '../../../exposures/exposures-page.tsx'
import { text } from '../../../messages/text.ts'

export const metadata: Metadata = { title: text('exposure.exposures') }

export default function Page() {
  return <ExposuresPage />
}
