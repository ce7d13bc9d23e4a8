import type { Metadata } from 'next'
import { text } from '../../messages/text.ts'
import { LoginPage } from '../../shell/login-page.tsx'

export const metadata: Metadata = { title: text('signIn.title') }

export default function Page() {
  return <LoginPage />
}
