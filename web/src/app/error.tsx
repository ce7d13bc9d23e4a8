'use client'

import { PageFailure } from '../parts/page-failure.tsx'

/** Navigation or top bar failed. */
export default function AppError({ reset }: { readonly reset: () => void }) {
  return (
    <main className="bw-alone">
      <PageFailure retry={reset} />
    </main>
  )
}
