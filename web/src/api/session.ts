import { useSyncExternalStore } from 'react'

export type SessionState = 'unknown' | 'signed-in' | 'signed-out'

let state: SessionState = 'unknown'
const listeners = new Set<() => void>()

/** Told by every answer of the server: one UNAUTHENTICATED is enough to sign the whole page out. */
export function setSession(next: SessionState): void {
  if (next === state) return
  state = next
  for (const listener of listeners) listener()
}

export function useSession(): SessionState {
  return useSyncExternalStore(subscribe, () => state, serverState)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** While the pages are exported nobody is signed in yet. */
function serverState(): SessionState {
  return 'unknown'
}
