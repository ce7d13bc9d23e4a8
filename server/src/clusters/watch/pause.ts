import { setTimeout as sleep } from 'node:timers/promises'

/** Waits, or until the signal fires; never throws. */
export async function pause(delayMs: number, signal: AbortSignal): Promise<void> {
  await sleep(delayMs, undefined, { signal }).catch(() => undefined)
}
