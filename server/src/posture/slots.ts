import type { Facts } from './facts.ts'
import { EVERY_KIND, type Judgement, type Rule } from './rule.ts'
import type { Subject, Workload } from './subject.ts'

/** What a rule judges one kind of things by. */
export interface Slot {
  readonly rule: Rule
  /** Undefined for workloads. */
  readonly kind: string | undefined
  judge(subject: Subject, facts: Facts): Judgement
}

/** The slots of all rules, by what they are asked for. */
export interface Slots {
  readonly ofWorkloads: readonly Slot[]
  ofKind(kind: string): readonly Slot[]
}

export function createSlots(rules: readonly Rule[]): Slots {
  const byKind = new Map<string, readonly Slot[]>()
  return {
    ofWorkloads: rules.flatMap((rule): Slot[] => {
      const { workload } = rule
      return workload ? [{ rule, kind: undefined, judge: (one, facts) => workload(one as Workload, facts) }] : []
    }),
    ofKind(kind) {
      const known = byKind.get(kind)
      if (known) return known
      const made = rules.flatMap((rule): Slot[] => {
        const judges = [rule.objects?.[kind], rule.objects?.[EVERY_KIND]]
        return judges.flatMap((judge) => (judge ? [{ rule, kind, judge }] : []))
      })
      byKind.set(kind, made)
      return made
    },
  }
}
