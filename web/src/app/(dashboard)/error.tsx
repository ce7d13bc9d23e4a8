'use client'

import { PageFailure } from '../../parts/page-failure.tsx'

/** The page failed; navigation and top bar stay. */
export default function DashboardError({ reset }: { readonly reset: () => void }) {
  return <PageFailure retry={reset} />
}
