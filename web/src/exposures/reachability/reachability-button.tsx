'use client'

import { Button } from '@mantine/core'
import { IconRouteAltLeft } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { type ComponentProps, useState } from 'react'
import { text } from '../../messages/text.ts'
import type { ReachabilityDialog as LoadedDialog } from './reachability-dialog.tsx'

const ReachabilityDialog = dynamic(
  () => import('./reachability-dialog.tsx').then((module) => module.ReachabilityDialog),
  { ssr: false },
)

/** Opens the question who may reach a workload. */
export function ReachabilityButton({ workload }: Pick<ComponentProps<typeof LoadedDialog>, 'workload'>) {
  const [isOpen, setIsOpen] = useState(false)
  return (
    <>
      <Button
        size="xs"
        variant="default"
        leftSection={<IconRouteAltLeft size={16} aria-hidden />}
        onClick={() => setIsOpen(true)}
        style={{ alignSelf: 'start' }}
      >
        {text('reach.open')}
      </Button>
      {isOpen && <ReachabilityDialog workload={workload} onClose={() => setIsOpen(false)} />}
    </>
  )
}
