import type { Asked, ExpressionSource, Said } from './custom-expression.ts'

/** What the thread that asks expressions of users is asked, and what it answers. */

export interface ExpressionsQuestion {
  readonly sources: readonly ExpressionSource[]
  readonly asked: readonly Asked[]
}

/** By source. */
export type ExpressionsAnswer = readonly OneAnswer[]

export type OneAnswer =
  | {
      /** Positions in `asked`, with what is said of them; without what is right. */
      readonly said: readonly (readonly [number, Said])[]
      readonly spentMs: number
    }
  /** Why it cannot be asked. */
  | { readonly unusable: string; readonly spentMs: number }

/** Places in the shared memory by which both threads know how far it is: 1 when it has answered … */
export const DONE = 0
/** … and the source that is being asked, -1 while none is yet. */
export const CURRENT = 1
