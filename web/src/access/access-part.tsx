'use client'

import { Stack } from '@mantine/core'
import { ForAdministrators } from './for-administrators.tsx'
import { SessionTable } from './session-table.tsx'
import { TokenTable } from './token-table.tsx'

/** Who may come in: programs by tokens, people by sessions. */
export function AccessPart() {
  return (
    <ForAdministrators>
      <Stack gap="xl">
        <TokenTable />
        <SessionTable />
      </Stack>
    </ForAdministrators>
  )
}
