import type { ReactNode } from 'react'
import { Shell } from '../../shell/shell.tsx'

/** Around every page but that of the login. Of the exported pages it is the skeleton: who looks is known in the browser only. */
export default function DashboardLayout({ children }: { readonly children: ReactNode }) {
  return <Shell>{children}</Shell>
}
