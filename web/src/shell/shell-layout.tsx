'use client'

import { AppShell } from '@mantine/core'
import type { ReactNode } from 'react'
import { text } from '../messages/text.ts'
import classes from './shell.module.css'

/** Where things stand on every page: a bar above, the navigation beside, the page itself. */
export function ShellLayout({
  bar,
  navigation,
  navigationOpened = false,
  busy = false,
  children,
}: {
  readonly bar: ReactNode
  readonly navigation: ReactNode
  /** On narrow screens, where it covers the page. */
  readonly navigationOpened?: boolean
  /** Nothing of the page is known yet. */
  readonly busy?: boolean
  readonly children: ReactNode
}) {
  return (
    <AppShell
      header={{ height: 52 }}
      navbar={{ width: 208, breakpoint: 'sm', collapsed: { mobile: !navigationOpened } }}
      padding="md"
      transitionDuration={120}
      classNames={{ header: classes.header, navbar: classes.navbar, main: classes.main }}
    >
      <AppShell.Header>{bar}</AppShell.Header>
      <AppShell.Navbar p="xs" component="nav" aria-label={text('nav.main')}>
        {navigation}
      </AppShell.Navbar>
      <AppShell.Main id="content" tabIndex={-1} aria-busy={busy || undefined}>
        {children}
      </AppShell.Main>
    </AppShell>
  )
}
