'use client'

import { Anchor, type AnchorProps } from '@mantine/core'
import Link from 'next/link'
import type { ReactNode } from 'react'
import { useScopedHref } from '../shell/scope.ts'

/** A link to a page of the dashboard that keeps the scope. */
export function ScopedLink({
  path,
  parameters,
  children,
  label,
  current = false,
  ...anchor
}: AnchorProps & {
  readonly path: string
  readonly parameters?: Readonly<Record<string, string>>
  readonly children: ReactNode
  readonly label?: string
  /** Whether it leads to what is shown now. */
  readonly current?: boolean
}) {
  const href = useScopedHref()
  return (
    <Anchor
      component={Link}
      href={href(path, parameters)}
      prefetch={false}
      aria-label={label}
      aria-current={current ? 'page' : undefined}
      onClick={(event) => event.stopPropagation()}
      {...anchor}
    >
      {children}
    </Anchor>
  )
}
