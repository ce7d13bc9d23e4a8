'use client'

import { Anchor } from '@mantine/core'
import { parseAsString, useQueryState } from 'nuqs'
import type { ReactNode } from 'react'

/** The asset whose details are open, by its id; in the URL, so that *back* closes it. */
export function useOpenDetails() {
  return useQueryState('open', parseAsString.withOptions({ history: 'push' }))
}

/** Opens the details of another asset. */
export function DetailsLink({
  id,
  underline = 'hover',
  children,
}: {
  readonly id: string
  /** `always` where it stands in the middle of other text. */
  readonly underline?: 'hover' | 'always'
  readonly children: ReactNode
}) {
  const [, setOpen] = useOpenDetails()
  return (
    <Anchor
      component="button"
      type="button"
      underline={underline}
      ta="left"
      onClick={(event) => {
        event.stopPropagation()
        void setOpen(id)
      }}
    >
      {children}
    </Anchor>
  )
}
