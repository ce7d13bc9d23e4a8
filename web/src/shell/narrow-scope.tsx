'use client'

import { ActionIcon, Popover, Skeleton, Stack } from '@mantine/core'
import { IconFilter } from '@tabler/icons-react'
import dynamic from 'next/dynamic'
import { text } from '../messages/text.ts'
import { useScope } from './scope.ts'

const ScopeSelects = dynamic(() => import('./scope-picker.tsx').then((module) => module.ScopeSelects), {
  ssr: false,
  loading: () => <Skeleton width={170} height={110} />,
})

/** The scope on narrow screens, behind a button. */
export function NarrowScope() {
  const { cluster, namespace, region, withoutSample } = useScope()
  const isLimited = cluster !== null || namespace !== null || region !== null || withoutSample
  return (
    <Popover position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <ActionIcon
          hiddenFrom="sm"
          variant={isLimited ? 'light' : 'default'}
          size={30}
          aria-label={text('scope.title')}
        >
          <IconFilter size={16} aria-hidden />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown aria-label={text('scope.title')}>
        <Stack gap="xs">
          <ScopeSelects />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  )
}
