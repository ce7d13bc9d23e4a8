import type { Metadata } from 'next'
import { ForAdministrators } from '../../../../access/for-administrators.tsx'
import { ConnectPage } from '../../../../connect/connect-page.tsx'
import { text } from '../../../../messages/text.ts'

export const metadata: Metadata = { title: text('connect.title') }

export default function Page() {
  return (
    <ForAdministrators>
      <ConnectPage />
    </ForAdministrators>
  )
}
