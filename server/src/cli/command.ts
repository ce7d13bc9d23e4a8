import type { Readable, Writable } from 'node:stream'

/** One command of `breakwater`. Adding one is adding a file and its line in `main.ts`. */
export interface Command {
  readonly name: string
  /** What follows the name, such as `[FILE]`. */
  readonly usage: string
  readonly description: string
  /**
   * Runs it; resolves to the exit status: 0, 1 for findings, 2 for wrong input, 3 when the answer is incomplete.
   * A `UsageError` becomes one line on standard error and 2.
   */
  run(args: readonly string[], streams: Streams): Promise<number>
}

export interface Streams {
  readonly input: Readable
  readonly output: Writable
  readonly errors: Writable
}

/** Wrong input: one clear line that says what to do. */
export class UsageError extends Error {
  override readonly name = 'UsageError'
}
