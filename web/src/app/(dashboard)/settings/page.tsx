import type { Metadata } from 'next'
import { text } from '../../../messages/text.ts'
import { SettingsPage } from '../../../settings/settings-page.tsx'

export const metadata: Metadata = { title: text('settings.title') }

export default function Page() {
  return <SettingsPage />
}
