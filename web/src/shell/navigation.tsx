'use client'

import { NavLink } from '@mantine/core'
import { IconAlertTriangle, IconBox, IconHome, IconSettings, IconShieldCheck, IconWorld } from '@tabler/icons-react'
import Link from 'next/link'
import { usePathname } from 'next/navigation'
import { OPENING } from '../configuration/opening.ts'
import { text } from '../messages/text.ts'
import type { useScopedHref } from './scope.ts'
import classes from './shell.module.css'

/** The main entries. */
export function Navigation({ href }: { readonly href: ReturnType<typeof useScopedHref> }) {
  const path = usePathname()
  const isOverview = path === '/' || path.startsWith('/changes')
  const isAssets = path.startsWith('/clusters') || path.startsWith('/workloads')
  return (
    <>
      <Entry href={href('/')} label={text('nav.overview')} icon={IconHome} isCurrent={isOverview} />
      <Entry href={href('/clusters')} label={text('nav.containerAssets')} icon={IconBox} isCurrent={isAssets} />
      <Entry
        href={href('/exposures')}
        label={text('nav.exposures')}
        icon={IconWorld}
        isCurrent={path.startsWith('/exposures')}
      />
      <Entry
        href={href('/configuration', OPENING)}
        label={text('nav.configuration')}
        icon={IconShieldCheck}
        isCurrent={path.startsWith('/configuration')}
      />
      <Entry
        href={href('/risks')}
        label={text('nav.risks')}
        icon={IconAlertTriangle}
        isCurrent={path.startsWith('/risks')}
      />
      <Entry
        href={href('/settings')}
        label={text('nav.settings')}
        icon={IconSettings}
        isCurrent={path.startsWith('/settings')}
      />
    </>
  )
}

function Entry({
  href,
  label,
  icon: Icon,
  isCurrent,
}: {
  readonly href: string
  readonly label: string
  readonly icon: typeof IconBox
  readonly isCurrent: boolean
}) {
  return (
    <NavLink
      component={Link}
      href={href}
      label={label}
      leftSection={<Icon size={18} aria-hidden />}
      active={isCurrent}
      aria-current={isCurrent ? 'page' : undefined}
      className={classes.entry}
    />
  )
}
