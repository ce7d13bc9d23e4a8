'use client'

import type { ReactNode } from 'react'
import { useMay } from './use-may.ts'

/** Buttons and the like that take a role: nothing for who does not have it. */
export function ForRole({
  least,
  children,
}: {
  readonly least: 'OPERATOR' | 'ADMINISTRATOR'
  readonly children: ReactNode
}) {
  return useMay(least) ? children : null
}
