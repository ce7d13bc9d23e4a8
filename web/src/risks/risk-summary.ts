import type { Scalar } from '../api/graphql.ts'

export interface RiskKindData {
  readonly kind: Scalar<'RiskKind'>
  readonly high: number | null
  readonly medium: number | null
  readonly low: number | null
  readonly waived: number | null
  readonly notAnalyzedReason: string | null
}

export interface RiskSummaryData {
  readonly atRisk: boolean | null
  readonly notAnalyzedReason: string | null
  readonly high: number | null
  readonly medium: number | null
  readonly low: number | null
  /** Empty below a namespace, where all kinds are counted together. */
  readonly byKind: readonly RiskKindData[]
}

export const PRIORITIES = ['HIGH', 'MEDIUM', 'LOW'] as const satisfies readonly Scalar<'Priority'>[]

export interface PriorityCounts {
  readonly HIGH: number
  readonly MEDIUM: number
  readonly LOW: number
}

/** Open risks by priority; undefined when nothing was analysed: not knowing is no zero. */
export function countsOf(summary: Pick<RiskSummaryData, 'high' | 'medium' | 'low'>): PriorityCounts | undefined {
  if (summary.high === null) return undefined
  return { HIGH: summary.high, MEDIUM: summary.medium ?? 0, LOW: summary.low ?? 0 }
}

/** Open risks of those of `kinds` that were analysed; undefined when none of them was. */
export function countsOfKinds(kinds: readonly RiskKindData[]): PriorityCounts | undefined {
  const analyzed = kinds.filter(isAnalyzed)
  if (analyzed.length === 0) return undefined
  return {
    HIGH: sum(analyzed, (kind) => kind.high),
    MEDIUM: sum(analyzed, (kind) => kind.medium),
    LOW: sum(analyzed, (kind) => kind.low),
  }
}

export function isAnalyzed(kind: RiskKindData): boolean {
  return kind.high !== null
}

/** Why nothing is known, in the server's words; a kind's reason where the summary has none of its own. */
export function reasonOf(summary: Pick<RiskSummaryData, 'notAnalyzedReason' | 'byKind'>): string | null {
  return summary.notAnalyzedReason ?? summary.byKind.find((kind) => kind.notAnalyzedReason)?.notAnalyzedReason ?? null
}

function sum(kinds: readonly RiskKindData[], of: (kind: RiskKindData) => number | null): number {
  return kinds.reduce((total, kind) => total + (of(kind) ?? 0), 0)
}
