import type { Metadata } from 'next'
import { text } from '../../../messages/text.ts'
import { RisksPage } from '../../../risks/risks-page.tsx'

export const metadata: Metadata = { title: text('risk.risks') }

export default function Page() {
  return <RisksPage />
}
