'use client'

import { Popover, Skeleton, UnstyledButton } from '@mantine/core'
import dynamic from 'next/dynamic'
import { type KeyboardEvent, useEffect, useRef, useState } from 'react'
import type { Scalar } from '../api/graphql.ts'
import { text } from '../messages/text.ts'
import { NotAnalyzed } from '../parts/not-analyzed.tsx'
import classes from './exposure-mark.module.css'
import { VerdictTag } from './verdict-tag.tsx'

const AssetExposures = dynamic(() => import('./asset-exposures.tsx').then((module) => module.AssetExposures), {
  ssr: false,
  loading: () => <Skeleton height={64} />,
})

const OPEN_MS = 250
const CLOSE_MS = 200
/** Ways in on the card; all of them stand in the list that it links to. */
const SHOWN = 4

/** `peek` goes with the pointer or the focus, `held` stays until it is closed and has the focus. */
type Card = 'closed' | 'peek' | 'held'

/**
 * The strongest verdict of a container's ports; pointing at it, the focus, Enter or a tap shows the ways in. Says so where nothing was
 * analyzed.
 */
export function ExposureMark({
  container: { id, name, exposure },
}: {
  readonly container: {
    readonly id: string
    readonly name: string
    readonly exposure: Scalar<'ExposureVerdict'> | null
  }
}) {
  const { card, show, showSoon, keep } = useCard()
  if (exposure === null) return <NotAnalyzed reason={text('exposed.notAnalyzed')} short />
  const pointing = { onMouseEnter: keep, onMouseLeave: () => showSoon('closed', CLOSE_MS) }
  return (
    <Popover
      opened={card !== 'closed'}
      onChange={(opened) => !opened && show('closed')}
      trapFocus={card === 'held'}
      returnFocus={card === 'held'}
      position="bottom-start"
      width="min(400px, 92vw)"
      shadow="md"
      withinPortal
    >
      <Popover.Target>
        <UnstyledButton
          className={classes.mark}
          aria-label={text('exposed.markOf', { verdict: text(`verdict.${exposure}`), name })}
          {...pointing}
          onMouseEnter={() => showSoon('peek', OPEN_MS)}
          onFocus={(event) => event.currentTarget.matches(':focus-visible') && showSoon('peek', OPEN_MS)}
          onBlur={() => showSoon('closed', CLOSE_MS)}
          onKeyDown={(event: KeyboardEvent) => event.key === 'Escape' && show('closed')}
          onClick={(event) => {
            event.stopPropagation()
            show(card === 'held' ? 'closed' : 'held')
          }}
        >
          <VerdictTag verdict={exposure} />
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown
        aria-label={text('exposed.waysTo', { name })}
        className={classes.card}
        {...pointing}
        // A row below the card opens by click and by key; what is meant for the card is not for it.
        onClick={(event) => event.stopPropagation()}
      >
        <AssetExposures id={id} first={SHOWN} />
      </Popover.Dropdown>
    </Popover>
  )
}

function useCard() {
  const [card, setCard] = useState<Card>('closed')
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  useEffect(() => () => clearTimeout(timer.current), [])
  const keep = () => clearTimeout(timer.current)
  const show = (next: Card) => {
    keep()
    setCard(next)
  }
  return {
    card,
    show,
    keep,
    /** What is held goes by itself neither away nor back to a peek. */
    showSoon(next: 'closed' | 'peek', afterMs: number) {
      keep()
      timer.current = setTimeout(() => setCard((now) => (now === 'held' ? now : next)), afterMs)
    },
  }
}
