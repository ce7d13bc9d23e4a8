import { keyOf } from '../kubernetes/object.ts'
import type { Exposure, Verdict } from './model.ts'
import { VERDICTS } from './model.ts'
import type { PortRow } from './port-rows.ts'
import { isWithin, sourcesOfAll } from './sources.ts'

/** What a state opens that another one does not. */
export interface Widening {
  readonly row: PortRow
  /** `new` where the port was not there, or was not reached. */
  readonly change: 'new' | 'widened'
  readonly before: Verdict
}

/** Ports that are reached by more than in `baseline`: a stronger verdict, or other sources with the same one. */
export function wideningsOf(rows: readonly PortRow[], baseline: readonly PortRow[]): Widening[] {
  const before = new Map(baseline.map((row) => [keyOfRow(row), row]))
  return rows.flatMap((row) => {
    const other = before.get(keyOfRow(row))
    const isReached = rankOf(row.verdict) > rankOf('blocked')
    if (!isReached || (other && !isWider(row, other))) return []
    const change = other && rankOf(other.verdict) > rankOf('blocked') ? 'widened' : 'new'
    return [{ row, change, before: other?.verdict ?? 'none' }]
  })
}

export function rankOf(verdict: Verdict): number {
  return VERDICTS.indexOf(verdict)
}

function keyOfRow({ workload, protocol, port }: PortRow): string {
  return `${keyOf(workload)} ${port}/${protocol}`
}

function isWider(row: PortRow, other: PortRow): boolean {
  if (row.verdict !== other.verdict) return rankOf(row.verdict) > rankOf(other.verdict)
  return !isWithin(sourcesOfAll(strongestSources(row)), sourcesOfAll(strongestSources(other)))
}

function strongestSources({ exposures, verdict }: PortRow): string[] {
  return exposures.filter((exposure: Exposure) => exposure.verdict === verdict).flatMap(({ sources }) => sources)
}
