import { CIS_VERSIONS, type CisVersion } from '../frameworks.ts'
import type { CisCheck, Knowledge } from './check.ts'

/** A check that has the same number in all versions, and is scored in the same way. */
export function same(number: string, scored: 'automated' | 'manual', title: string, by: Knowledge): CisCheck {
  const numbers = Object.fromEntries(CIS_VERSIONS.map((version) => [version, number]))
  return { numbers, title, automated: scored === 'automated' ? CIS_VERSIONS : [], by }
}

/** A check whose numbers, or way of scoring, differ between versions. */
export function moved(
  numbers: Partial<Record<CisVersion, string>>,
  automated: readonly CisVersion[],
  title: string,
  by: Knowledge,
): CisCheck {
  return { numbers, title, automated, by }
}
