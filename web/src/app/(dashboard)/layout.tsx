import { type ReactNode, Suspense } from 'react'
import { Shell } from '../../shell/shell.tsx'

/** State stands in the URL, which is not known while the pages are exported: all of it renders in the browser. */
export default function DashboardLayout({ children }: { readonly children: ReactNode }) {
  return (
    <Suspense>
      <Shell>{children}</Shell>
    </Suspense>
  )
}
