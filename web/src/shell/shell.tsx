'use client'

import { Burger, Group, Skeleton, Text } from '@mantine/core'
import { useDisclosure } from '@mantine/hooks'
import dynamic from 'next/dynamic'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { parseAsString, useQueryState } from 'nuqs'
import { type ReactNode, Suspense, useEffect } from 'react'
import { useQuery } from 'urql'
import { useSession } from '../api/session.ts'
import { LiveProvider } from '../live/live-provider.tsx'
import { text } from '../messages/text.ts'
import { Failure } from '../parts/failure.tsx'
import { SearchButton } from '../search/search-button.tsx'
import { TaskFeedProvider } from '../tasks/task-feed.tsx'
import { useTaskPanel } from '../tasks/task-panel-url.ts'
import { AccountMenu } from './account-menu.tsx'
import { LiveIndicator } from './live-indicator.tsx'
import { Logo } from './logo.tsx'
import { NarrowScope } from './narrow-scope.tsx'
import { Navigation } from './navigation.tsx'
import { useScopedHref } from './scope.ts'
import classes from './shell.module.css'
import { ShellLayout } from './shell-layout.tsx'
import { ShellSkeleton } from './shell-skeleton.tsx'
import { SignIn } from './sign-in.tsx'
import { SynchronizeAssets } from './synchronize-assets.tsx'
import { TaskButton } from './task-button.tsx'
import { ViewerQuery } from './viewer-query.ts'

const ScopeSelects = dynamic(() => import('./scope-picker.tsx').then((module) => module.ScopeSelects), {
  ssr: false,
  loading: () => <Skeleton width={516} height={30} />,
})
const TaskDrawer = dynamic(() => import('../tasks/task-drawer.tsx').then((module) => module.TaskDrawer), { ssr: false })
const DetailsDrawer = dynamic(
  () => import('../assets/details/details-drawer.tsx').then((module) => module.DetailsDrawer),
  { ssr: false },
)

/** What stands around every page: navigation, top bar, and the two drawers. Without a session, the way to get one. */
export function Shell({ children }: { readonly children: ReactNode }) {
  const session = useSession()
  const [{ data, error }, reload] = useQuery({ query: ViewerQuery })
  if (session === 'signed-out') return <SignIn />
  if (error && !data) {
    return (
      <main className={classes.alone}>
        <Failure error={error} onRetry={() => reload({ requestPolicy: 'network-only' })} />
      </main>
    )
  }
  if (!data) return <ShellSkeleton />
  return (
    <Suspense fallback={<ShellSkeleton />}>
      <LiveProvider>
        <TaskFeedProvider>
          <Frame>{children}</Frame>
        </TaskFeedProvider>
      </LiveProvider>
    </Suspense>
  )
}

function Frame({ children }: { readonly children: ReactNode }) {
  const [opened, { toggle, close }] = useDisclosure()
  const href = useScopedHref()
  const path = usePathname()
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page closes the navigation of narrow screens
  useEffect(close, [path])
  return (
    <>
      <ShellLayout
        bar={<Bar opened={opened} onToggle={toggle} />}
        navigation={<Navigation href={href} />}
        navigationOpened={opened}
      >
        {children}
      </ShellLayout>
      <Drawers />
    </>
  )
}

function Bar({ opened, onToggle }: { readonly opened: boolean; readonly onToggle: () => void }) {
  return (
    <>
      <a href="#content" className={classes.skip}>
        {text('nav.skip')}
      </a>
      <Group h="100%" px="sm" gap="xs" wrap="nowrap" justify="space-between">
        <Group gap="xs" wrap="nowrap" miw={0}>
          <Burger
            opened={opened}
            onClick={onToggle}
            hiddenFrom="sm"
            size="sm"
            aria-label={text(opened ? 'nav.close' : 'nav.open')}
            aria-expanded={opened}
          />
          <Link href="/" className={classes.brand} aria-label={text('nav.home')}>
            <Logo />
            <Text component="span" fw={650} visibleFrom="md">
              {text('product.name')}
            </Text>
          </Link>
          <Group gap="xs" wrap="nowrap" visibleFrom="sm">
            <ScopeSelects />
          </Group>
          <NarrowScope />
        </Group>
        <Group gap="xs" wrap="nowrap">
          <LiveIndicator />
          <SearchButton />
          <SynchronizeAssets />
          <TaskButton />
          <AccountMenu />
        </Group>
      </Group>
    </>
  )
}

/** Loaded when first opened. */
function Drawers() {
  const { tab } = useTaskPanel()
  const [open] = useQueryState('open', parseAsString)
  return (
    <>
      {tab !== null && <TaskDrawer />}
      {open !== null && <DetailsDrawer />}
    </>
  )
}
