'use client'

import { useEffect } from 'react'
import { useQuery } from 'urql'
import { type ConnectionState, useConnection } from '../api/connection.ts'
import { graphql } from '../api/graphql.ts'
import { useChangeFeed } from '../live/live-provider.tsx'
import { duration } from '../messages/relative-time.ts'
import { text } from '../messages/text.ts'
import { useNow } from '../parts/ago.tsx'
import classes from './shell.module.css'

const LagQuery = graphql(`
  query Lag {
    status {
      now
      changeLagMs
    }
  }
`)

const POLL_MS = 30_000
/** Up to here changes count as told at once. */
const UNNOTICED_LAG_MS = 2_000

/** Whether what is shown is live, and how far behind it is when it is not at once. */
export function LiveIndicator() {
  const state = useConnection()
  const lagMs = useLagMs()
  const isBehind = state === 'CONNECTED' && lagMs > UNNOTICED_LAG_MS
  const label = isBehind ? text('live.behind', { lag: duration(lagMs) }) : text(labels[state])
  return (
    <span
      className={classes.live}
      role="status"
      title={state === 'CONNECTED' ? text('live.lag', { lag: duration(lagMs) }) : text('live.lostAdvice')}
    >
      <span className={classes.liveMark} data-state={state} aria-hidden />
      <span className="bw-wide-text">{label}</span>
    </span>
  )
}

const labels = {
  IDLE: 'live.connecting',
  CONNECTING: 'live.connecting',
  CONNECTED: 'live.connected',
  LOST: 'live.reconnecting',
} as const satisfies Record<ConnectionState, string>

/** The larger of what the server tells of its outbox and what the last batch took to get here. */
function useLagMs(): number {
  const [{ data }, reload] = useQuery({ query: LagQuery })
  const feed = useChangeFeed()
  useNow()
  useEffect(() => {
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') reload({ requestPolicy: 'network-only' })
    }, POLL_MS)
    return () => clearInterval(timer)
  }, [reload])
  return Math.max(data?.status.changeLagMs ?? 0, feed.lagMs() ?? 0)
}
