'use client'

import { createContext, type ReactNode, useContext, useEffect, useRef, useState } from 'react'
import { useClient } from 'urql'
import { type ChangeFeed, type ChangeListener, createChangeFeed } from './change-feed.ts'

const Feed = createContext<ChangeFeed | undefined>(undefined)

/** Gives every list below it the one feed of changes. */
export function LiveProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient()
  const [feed] = useState(() => createChangeFeed(client))
  return <Feed value={feed}>{children}</Feed>
}

/** Calls `listener` when rows of `types` change, for as long as the component is shown. */
export function useChanges(types: readonly string[], listener: ChangeListener): void {
  const feed = useChangeFeed()
  const latest = useRef(listener)
  latest.current = listener
  const key = types.join()
  useEffect(() => {
    if (key === '') return
    return feed.listen(key.split(','), (changes, resync) => latest.current(changes, resync))
  }, [feed, key])
}

export function useChangeFeed(): ChangeFeed {
  const feed = useContext(Feed)
  if (!feed) throw new Error('useChanges needs a LiveProvider above it')
  return feed
}
