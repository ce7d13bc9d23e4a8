'use client'

import { Group, Skeleton, Stack, Text } from '@mantine/core'
import { text } from '../messages/text.ts'
import { Logo } from './logo.tsx'
import { Navigation } from './navigation.tsx'
import classes from './shell.module.css'
import { ShellLayout } from './shell-layout.tsx'

/** What stands there until it is known who looks and at what: the same places, without content. Part of the exported pages. */
export function ShellSkeleton() {
  return (
    <ShellLayout bar={<Bar />} navigation={<Navigation href={(path) => path} />} busy>
      <Stack gap="md">
        <Skeleton height={20} width={140} my={4} />
        <Skeleton height={12} width="40%" my={13} />
        <div className={classes.panel}>
          {ROWS.map((row) => (
            <Skeleton key={row} height={12} className={classes.panelRow} />
          ))}
        </div>
      </Stack>
    </ShellLayout>
  )
}

const ROWS = ['1', '2', '3', '4', '5', '6', '7', '8']

function Bar() {
  return (
    <Group h="100%" px="sm" gap="xs" wrap="nowrap" justify="space-between">
      <Group gap="xs" wrap="nowrap">
        <Skeleton width={34} height={30} hiddenFrom="sm" />
        <span className={classes.brand}>
          <Logo />
          <Text component="span" fw={650} visibleFrom="md">
            {text('product.name')}
          </Text>
        </span>
        <Skeleton width={516} height={30} visibleFrom="sm" />
        <Skeleton width={30} height={30} hiddenFrom="sm" />
      </Group>
      <Group gap="xs" wrap="nowrap">
        <Skeleton width={30} height={30} />
        <Skeleton height={30} className={classes.synchronizeSkeleton} />
        <Skeleton height={30} className={classes.tasksSkeleton} />
        <Skeleton width={30} height={30} />
      </Group>
    </Group>
  )
}
