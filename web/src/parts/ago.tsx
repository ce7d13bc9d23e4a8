'use client'

import { useSyncExternalStore } from 'react'
import { exactTime, relativeTime } from '../messages/relative-time.ts'
import { text } from '../messages/text.ts'
import classes from './ago.module.css'

const STEP_MS = 5_000

/** How long ago something was, kept right while it is shown; the exact moment on hover. */
export function Ago({ at }: { readonly at: string | null | undefined }) {
  const now = useNow()
  if (!at) return <>{text('time.never')}</>
  const moment = Date.parse(at)
  return (
    <time dateTime={at} title={exactTime(moment)} className={classes['time']}>
      {relativeTime(moment, now)}
    </time>
  )
}

/** The time in steps of five seconds, one timer for the whole page. */
export function useNow(): number {
  return useSyncExternalStore(subscribe, currentStep, currentStep)
}

const listeners = new Set<() => void>()
let timer: ReturnType<typeof setInterval> | undefined

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  timer ??= setInterval(() => {
    for (const each of listeners) each()
  }, STEP_MS)
  return () => {
    listeners.delete(listener)
    if (listeners.size > 0) return
    clearInterval(timer)
    timer = undefined
  }
}

function currentStep(): number {
  // Rounded up, so that what happened a moment ago never lies ahead.
  return Math.ceil(Date.now() / STEP_MS) * STEP_MS
}
