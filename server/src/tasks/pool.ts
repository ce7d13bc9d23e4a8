import { setTimeout as sleep } from 'node:timers/promises'

/**
 * Runs `run` over `entries`, `concurrency` at a time. An entry for which it resolves to a number runs again after as many
 * milliseconds, without keeping others from running meanwhile. Ends early, between entries, when `signal` is aborted.
 * Rejects with the first error of `run`, after those that run have ended.
 */
export async function runPool<Entry>(
  entries: readonly Entry[],
  concurrency: number,
  run: (entry: Entry) => Promise<number | undefined>,
  signal: AbortSignal,
): Promise<void> {
  const ready = entries.toReversed()
  const delayed: { readonly entry: Entry; readonly atMs: number }[] = []
  let failed = false

  async function work(): Promise<void> {
    while (!signal.aborted && !failed) {
      const entry = next()
      if (entry !== undefined) {
        const againInMs = await run(entry)
        if (againInMs !== undefined) delayed.push({ entry, atMs: performance.now() + againInMs })
      } else if (delayed.length > 0) {
        await sleep(Math.min(50, againIn()), undefined, { signal }).catch(() => {})
      } else return
    }
  }

  function next(): Entry | undefined {
    const due = delayed.findIndex(({ atMs }) => atMs <= performance.now())
    return due >= 0 ? delayed.splice(due, 1)[0]?.entry : ready.pop()
  }

  function againIn(): number {
    return Math.max(0, Math.min(...delayed.map(({ atMs }) => atMs)) - performance.now())
  }

  const workers = Array.from({ length: Math.max(1, Math.min(concurrency, entries.length)) }, () =>
    work().catch((error: unknown) => {
      failed = true
      throw error
    }),
  )
  const results = await Promise.allSettled(workers)
  const rejected = results.find((result) => result.status === 'rejected')
  if (rejected) throw rejected.reason
}
