'use client'

import Link from 'next/link'
import { useEffect, useRef } from 'react'
import classes from './link-tabs.module.css'

export interface LinkTab {
  readonly key: string
  readonly label: string
  readonly href: string
  readonly count?: string | undefined
}

/** Tabs that are links: each has its address, so *back*, bookmarks and new windows work. */
export function LinkTabs({
  label,
  tabs,
  current,
}: {
  readonly label: string
  readonly tabs: readonly LinkTab[]
  readonly current: string
}) {
  const bar = useRef<HTMLElement>(null)
  // biome-ignore lint/correctness/useExhaustiveDependencies: another tab is another place to scroll to
  useEffect(() => {
    const tab = bar.current?.querySelector<HTMLElement>('[aria-current]')
    if (!bar.current || !tab) return
    // On a phone the tabs are wider than the screen: the one that is shown is brought into sight.
    bar.current.scrollLeft = tab.offsetLeft - (bar.current.clientWidth - tab.offsetWidth) / 2
  }, [current])
  return (
    <nav ref={bar} aria-label={label} className={classes.tabs}>
      {tabs.map((tab) => (
        <Link
          key={tab.key}
          href={tab.href}
          prefetch={false}
          scroll={false}
          className={classes.tab}
          aria-current={tab.key === current ? 'page' : undefined}
        >
          {tab.label}
          {tab.count !== undefined && <span className={classes.count}>{tab.count}</span>}
        </Link>
      ))}
    </nav>
  )
}
