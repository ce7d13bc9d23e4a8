import type { Facts } from './facts.ts'
import { EVERY_KIND, type Judgement, type Rule } from './rule.ts'
import type { Subject } from './subject.ts'

/** What a rule judges one kind of things by. */
export interface Slot {
  readonly rule: Rule
  /** Undefined for workloads. */
  readonly kind: string | undefined
  /** Its number: no other slot has it. */
  readonly at: number
  judge(subject: Subject, facts: Facts): Judgement
}

/** The slots of all rules, by what they are asked for. */
export interface Slots {
  readonly ofWorkloads: readonly Slot[]
  ofKind(kind: string): readonly Slot[]
  /** Those by which a rule judges anything, where there are objects of `kinds`. */
  ofRule(rule: Rule, kinds: readonly string[]): readonly Slot[]
  /** By its number. */
  numbered(at: number): Slot | undefined
}

export function createSlots(rules: readonly Rule[]): Slots {
  const byKind = new Map<string, readonly Slot[]>()
  const all: Slot[] = []
  const made = (slot: Omit<Slot, 'at'>): Slot => {
    const numbered = { ...slot, at: all.length }
    all.push(numbered)
    return numbered
  }
  const ofWorkloads = rules.flatMap((rule): Slot[] => {
    const { workload } = rule
    return workload ? [made({ rule, kind: undefined, judge: workload as Slot['judge'] })] : []
  })
  function ofKind(kind: string): readonly Slot[] {
    const known = byKind.get(kind)
    if (known) return known
    const slots = rules.flatMap((rule): Slot[] => {
      const { objects = {} } = rule
      // Kinds are what objects from outside say: one may be called as what every object of the language has.
      const judges = [Object.hasOwn(objects, kind) ? objects[kind] : undefined, objects[EVERY_KIND]]
      return judges.flatMap((judge) => (judge ? [made({ rule, kind, judge })] : []))
    })
    byKind.set(kind, slots)
    return slots
  }
  return {
    ofWorkloads,
    ofKind,
    ofRule(rule, kinds) {
      const judges = rule.objects ?? {}
      const judged = judges[EVERY_KIND] ? kinds : kinds.filter((kind) => Object.hasOwn(judges, kind))
      return [...ofWorkloads, ...judged.flatMap(ofKind)].filter((slot) => slot.rule === rule)
    },
    numbered: (at) => all[at],
  }
}
