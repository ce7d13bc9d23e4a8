/** Wakes one loop. A ring while it is at work is not lost: its next wait is over at once. */
export interface Bell {
  ring(): void
  /** Resolves when it rings, or after `timeoutMs`. */
  wait(timeoutMs: number): Promise<void>
}

export function createBell(): Bell {
  let rung = false
  let wake = () => {}
  return {
    ring() {
      rung = true
      wake()
    },
    async wait(timeoutMs) {
      if (!rung) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, timeoutMs)
          wake = () => {
            clearTimeout(timer)
            resolve()
          }
        })
      }
      rung = false
    },
  }
}
