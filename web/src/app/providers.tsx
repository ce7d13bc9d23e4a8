'use client'

import { MantineProvider } from '@mantine/core'
import { Notifications } from '@mantine/notifications'
import { NuqsAdapter } from 'nuqs/adapters/next/app'
import { type ReactNode, useState } from 'react'
import { Provider as ApiProvider } from 'urql'
import { createApiClient } from '../api/client.ts'
import { cssVariablesResolver, theme } from '../theme/theme.ts'

/** What every page stands on: theme, URL state, and the API client. */
export function Providers({ children }: { readonly children: ReactNode }) {
  const [client] = useState(createApiClient)
  return (
    <MantineProvider theme={theme} cssVariablesResolver={cssVariablesResolver} defaultColorScheme="auto">
      <Notifications position="bottom-right" autoClose={5_000} />
      <NuqsAdapter>
        <ApiProvider value={client}>{children}</ApiProvider>
      </NuqsAdapter>
    </MantineProvider>
  )
}
