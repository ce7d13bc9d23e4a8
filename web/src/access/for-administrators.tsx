'use client'

import type { ReactNode } from 'react'
import { text } from '../messages/text.ts'
import { Notice } from '../parts/notice.tsx'
import { useRole } from '../shell/use-may.ts'

/** What only administrators see; others are told so. */
export function ForAdministrators({ children }: { readonly children: ReactNode }) {
  const role = useRole()
  if (role === undefined) return null
  if (role === 'ADMINISTRATOR') return children
  return (
    <Notice tone="busy" title={text('access.onlyAdministrators')}>
      {text('access.onlyAdministratorsAdvice', { role: text(`role.${role}`) })}
    </Notice>
  )
}
