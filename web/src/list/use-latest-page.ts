import { useRef } from 'react'
import type { CombinedError } from 'urql'
import type { Page } from './page.ts'

/** While another page is on its way the present one stays, so that nothing jumps. */
export function useLatestPage<Row>(
  page: Page<Row> | undefined,
  error: CombinedError | undefined,
): Page<Row> | undefined {
  const last = useRef<Page<Row> | undefined>(undefined)
  if (page) last.current = page
  else if (error) last.current = undefined
  return last.current
}
