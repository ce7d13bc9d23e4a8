import { KINDS } from '../kubernetes/kinds.ts'
import { EVERY_KIND, type Rule } from './rule.ts'
import { WORKLOAD_KINDS } from './subject.ts'

/** The kinds that rules judge or read, as `kubernetes/kinds.ts` names them, in the order in which they are listed. */
export function kindsOf(rules: readonly Rule[]): readonly string[] {
  const named = new Set(rules.flatMap(({ reads = [], objects = {} }) => [...reads, ...Object.keys(objects)]))
  for (const kind of rules.some(({ workload }) => workload) ? WORKLOAD_KINDS : []) named.add(kind)
  return KINDS.map(({ kind }) => kind).filter((kind) => named.has(EVERY_KIND) || named.has(kind))
}
