import { useSyncExternalStore } from 'react'

/** IDLE until something subscribes; LOST after a connection broke, until it is back. */
export type ConnectionState = 'IDLE' | 'CONNECTING' | 'CONNECTED' | 'LOST'

let state: ConnectionState = 'IDLE'
const listeners = new Set<() => void>()

/** How the one WebSocket is. The transport writes it, the live indicator shows it. */
export function setConnection(next: ConnectionState): void {
  if (next === state) return
  state = next
  for (const listener of listeners) listener()
}

export function useConnection(): ConnectionState {
  return useSyncExternalStore(subscribe, () => state, serverState)
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

function serverState(): ConnectionState {
  return 'IDLE'
}
