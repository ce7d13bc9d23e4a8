'use client'

import { Button } from '@mantine/core'
import { IconShieldCheck } from '@tabler/icons-react'
import { text } from '../messages/text.ts'
import { ForRole } from '../shell/for-role.tsx'
import { useCheckConfiguration } from '../shell/use-check-configuration.ts'

/** Starts a check of one cluster, or of all; nothing for who may not. */
export function CheckConfiguration({ cluster }: { readonly cluster: string | null }) {
  return (
    <ForRole least="OPERATOR">
      <CheckConfigurationButton cluster={cluster} />
    </ForRole>
  )
}

function CheckConfigurationButton({ cluster }: { readonly cluster: string | null }) {
  const check = useCheckConfiguration()
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={<IconShieldCheck size={16} aria-hidden />}
      loading={check.running}
      onClick={() => void check.run(cluster === null ? undefined : [cluster])}
    >
      {text('check.start')}
    </Button>
  )
}
