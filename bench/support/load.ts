import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Begins `send` `perSecond` times a second, whatever became of those before, as many users do who know nothing of each other.
 * Resolves to how long each took from when it was due, in milliseconds: what waits behind another counts as slow.
 */
export async function openLoop(perSecond: number, seconds: number, send: () => Promise<unknown>): Promise<number[]> {
  const startMs = performance.now()
  const running: Promise<number>[] = []
  for (let n = 0; n < perSecond * seconds; n++) {
    const dueMs = startMs + (n * 1_000) / perSecond
    const earlyMs = dueMs - performance.now()
    if (earlyMs > 0) await sleep(earlyMs)
    running.push(send().then(() => performance.now() - dueMs))
  }
  return Promise.all(running)
}

/** How many times a second `send` succeeds when `connections` of them always run. */
export async function saturate(connections: number, seconds: number, send: () => Promise<unknown>): Promise<number> {
  const startMs = performance.now()
  const endMs = startMs + seconds * 1_000
  let done = 0
  const one = async () => {
    while (performance.now() < endMs) {
      await send()
      done++
    }
  }
  await Promise.all(Array.from({ length: connections }, one))
  return done / ((performance.now() - startMs) / 1_000)
}
