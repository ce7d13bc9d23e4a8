import { isWithin, type Path } from './path.ts'
import type { Result } from './result.ts'
import { type Failure, RULE_SEVERITIES, type Rule } from './rule.ts'

/** What puts failures of one object under those that say more of them. */
export function createCovering(rules: readonly Rule[]): (results: readonly Result[]) => readonly Result[] {
  const covers = new Map(rules.flatMap((rule) => (rule.covers ? [[rule.id, new Set(rule.covers)] as const] : [])))
  const order = new Map(rules.map((rule, at) => [rule.id, RULE_SEVERITIES.indexOf(rule.severity) * rules.length + at]))
  return (results) => {
    const covering = results.filter(({ rule, state }) => state === 'fail' && covers.has(rule))
    if (covering.length === 0) return results
    return results.map((result) => {
      const { failure } = result
      if (result.state !== 'fail' || !failure) return result
      const place = placeOf(failure)
      const [gravest] = covering
        .filter((one) => covers.get(one.rule)?.has(result.rule) && one.failure && isWithin(place, placeOf(one.failure)))
        .sort((a, b) => (order.get(a.rule) ?? 0) - (order.get(b.rule) ?? 0))
      return gravest ? { ...result, under: gravest.rule } : result
    })
  }
}

function placeOf({ place, path }: Failure): Path {
  return place ?? path
}
