import { isWithin, type Path } from './path.ts'
import { type Failure, RULE_SEVERITIES, type Rule } from './rule.ts'

/** A failure of one object, and the rule that found it. */
export interface Found {
  readonly rule: Rule
  readonly failure: Failure
}

/**
 * What tells of each failure of one object under which rule it stands: the gravest of those that say more of the same fault. Undefined for one
 * that stands for itself.
 */
export function createCovering(rules: readonly Rule[]): (found: readonly Found[]) => readonly (string | undefined)[] {
  const covers = new Map(rules.flatMap((rule) => (rule.covers ? [[rule, new Set(rule.covers)] as const] : [])))
  const order = new Map(rules.map((rule, at) => [rule, RULE_SEVERITIES.indexOf(rule.severity) * rules.length + at]))
  return (found) => {
    const covering = found
      .filter(({ rule }) => covers.has(rule))
      .sort((a, b) => (order.get(a.rule) ?? 0) - (order.get(b.rule) ?? 0))
    if (covering.length === 0) return NONE
    return found.map(({ rule, failure }) => {
      const place = placeOf(failure)
      return covering.find((one) => covers.get(one.rule)?.has(rule.id) && isWithin(place, placeOf(one.failure)))?.rule
        .id
    })
  }
}

const NONE: readonly undefined[] = []

function placeOf({ place, path }: Failure): Path {
  return place ?? path
}
