/** What goes wrong with an answer. */
export type Fault =
  /** A Status of this code; `retryAfter` goes into the header as it stands. */
  | { readonly status: number; readonly retryAfter?: number | string }
  /** The connection is destroyed in the middle of the body. */
  | { readonly cut: true }
  /** Headers and half of the body come, then nothing. */
  | { readonly stall: true }
  /** The answer comes late. */
  | { readonly delayMs: number }
  /** A web page, as a proxy's login page or a wrong port would give. */
  | { readonly html: true }
  /** The right status, and a body that is this text. */
  | { readonly body: string }
  /** The connection is destroyed before anything is sent. */
  | { readonly refuse: true }

export interface FaultTimes {
  /** How many requests are met; once when absent. */
  readonly times?: number
  /** Only requests that go on with a list (`continue`). */
  readonly onlyContinued?: boolean
}

/** Faults in waiting. The first that fits a request is used up by it. */
export class Faults {
  #waiting: WaitingFault[] = []

  /** `target` is a resource's plural name, a path that begins with `/`, or `*` for everything. */
  add(target: string, fault: Fault & FaultTimes): void {
    this.#waiting.push({ target, fault, left: fault.times ?? 1, onlyContinued: fault.onlyContinued ?? false })
  }

  clear(): void {
    this.#waiting = []
  }

  /** The fault that meets this request, if any. */
  take(path: string, plural: string | undefined, continued: boolean): Fault | undefined {
    const met = this.#waiting.find(
      ({ target, left, onlyContinued }) =>
        left > 0 && (!onlyContinued || continued) && (target === '*' || target === path || target === plural),
    )
    if (met) met.left--
    return met?.fault
  }
}

interface WaitingFault {
  readonly target: string
  readonly fault: Fault
  readonly onlyContinued: boolean
  left: number
}
