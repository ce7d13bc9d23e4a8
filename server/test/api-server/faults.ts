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
  /** For watches only. */
  | { readonly watch: WatchFault }

/** What goes wrong with a watch once its stream is open. */
export interface WatchFault {
  /** The stream ends after so many events: */
  readonly cutAfterEvents?: number
  /** as if its time were over, by a lost connection (so when absent), or by one that is lost within the next event's line. */
  readonly cut?: 'cleanly' | 'lost' | 'mid-line'
  /** The stream is open, and no byte comes. */
  readonly silent?: true
  /** An ERROR event with a Status of this code ends the stream, after `afterEvents` (0 when absent) other ones. */
  readonly errorEvent?: number
  readonly afterEvents?: number
  /** Each event comes so much later than the one before. */
  readonly eventDelayMs?: number
}

export interface FaultTimes {
  /** How many requests are met; once when absent. */
  readonly times?: number
  /** Only requests that go on with a list (`continue`). */
  readonly onlyContinued?: boolean
  /** Only requests of this verb. */
  readonly verb?: 'get' | 'list' | 'watch' | 'create'
}

/** A request, as far as faults look at it. */
export interface MetRequest {
  readonly path: string
  readonly plural: string | undefined
  readonly verb: string
  readonly continued: boolean
}

/** Faults in waiting. The first that fits a request is used up by it. */
export class Faults {
  #waiting: WaitingFault[] = []

  /** `target` is a resource's plural name, a path that begins with `/`, or `*` for everything. */
  add(target: string, fault: Fault & FaultTimes): void {
    const verb = 'watch' in fault ? 'watch' : fault.verb
    this.#waiting.push({ target, fault, verb, left: fault.times ?? 1, onlyContinued: fault.onlyContinued ?? false })
  }

  clear(): void {
    this.#waiting = []
  }

  /** The fault that meets this request, if any. */
  take({ path, plural, verb, continued }: MetRequest): Fault | undefined {
    const met = this.#waiting.find(
      (one) =>
        one.left > 0 &&
        (!one.onlyContinued || continued) &&
        (one.verb === undefined || one.verb === verb) &&
        (one.target === '*' || one.target === path || one.target === plural),
    )
    if (met) met.left--
    return met?.fault
  }
}

interface WaitingFault {
  readonly target: string
  readonly fault: Fault
  readonly verb: string | undefined
  readonly onlyContinued: boolean
  left: number
}
