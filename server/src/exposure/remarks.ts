import type { Confidence, Reason } from './model.ts'

/** A reason, and what it does to the answer. */
export interface Remark extends Reason {
  /** No answer that rests on it is surer than this. */
  readonly confidence: Confidence
  /** A fact is missing: what would be reached from the internet is only possible. */
  readonly isMissing: boolean
}

/** Said for its own sake. */
export function note(code: string, text: string): Remark {
  return { code, text, confidence: 'high', isMissing: false }
}

/** True as far as is seen. */
export function doubt(code: string, text: string, confidence: Confidence = 'medium'): Remark {
  return { code, text, confidence, isMissing: false }
}

/** A fact that would decide is not known. */
export function missing(code: string, text: string): Remark {
  return { code, text, confidence: 'low', isMissing: true }
}
