import type { Scalar } from '../../api/graphql.ts'

type Status = Scalar<'CheckStatus'>

/** How often rules say each of the four; null where they have judged nothing. */
export interface Outcomes {
  readonly failed: number | null
  readonly passed: number | null
  readonly exempt: number | null
  readonly notAssessable: number | null
}

export interface OutcomeShare {
  readonly outcome: Status
  readonly count: number
  /** Of all four, 0 to 100. */
  readonly percent: number
}

const FIELDS = [
  ['PASS', 'passed'],
  ['FAIL', 'failed'],
  ['EXEMPT', 'exempt'],
  ['NOT_ASSESSABLE', 'notAssessable'],
] as const satisfies readonly (readonly [Status, keyof Outcomes])[]

/** All four, each with its share; undefined where nothing was judged. */
export function outcomeShares(outcomes: Outcomes): readonly OutcomeShare[] | undefined {
  const counts = FIELDS.map(([outcome, field]) => ({ outcome, count: outcomes[field] ?? 0 }))
  const total = counts.reduce((sum, { count }) => sum + count, 0)
  if (total === 0) return undefined
  return counts.map((each) => ({ ...each, percent: (each.count / total) * 100 }))
}

/** A share from 0 to 1 in whole percent: all is 100 and nothing is 0, and nothing else is either. */
export function wholePercent(share: number): number {
  if (share <= 0 || share >= 1) return share <= 0 ? 0 : 100
  return Math.min(99, Math.max(1, Math.round(share * 100)))
}

/**
 * Where the places are that add up to a number of some rules. How often objects pass several rules is no number of objects: it is the sum of a
 * column of the list of these rules.
 */
export function listOf(outcome: Status, rules: readonly string[]): Readonly<Record<string, string>> {
  const named = { rules: rules.join(',') }
  if (outcome !== 'PASS') return { ...named, results: outcome }
  const [only] = rules
  return only !== undefined && rules.length === 1 ? { view: 'objects', passed: only } : { view: 'checks', ...named }
}
