import type { Metadata } from 'next'
import { ChangesPage } from '../../../changes/changes-page.tsx'
import { text } from '../../../messages/text.ts'

export const metadata: Metadata = { title: text('changes.title') }

export default function Page() {
  return <ChangesPage />
}
