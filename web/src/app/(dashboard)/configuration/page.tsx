import type { Metadata } from 'next'
import { ConfigurationPage } from '../../../configuration/configuration-page.tsx'
import { text } from '../../../messages/text.ts'

export const metadata: Metadata = { title: text('check.configuration') }

export default function Page() {
  return <ConfigurationPage />
}
