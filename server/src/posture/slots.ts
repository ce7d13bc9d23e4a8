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

/** By rule and what it judges: a slot stays the very same where rules beside it come and go. */
const SLOTS = new WeakMap<Rule, Map<string, Slot>>()

function slotOf(rule: Rule, judges: string, make: () => Omit<Slot, 'rule'>): Slot {
  const known = SLOTS.get(rule) ?? new Map<string, Slot>()
  SLOTS.set(rule, known)
  const slot = known.get(judges) ?? { rule, ...make() }
  known.set(judges, slot)
  return slot
}

export function createSlots(rules: readonly Rule[]): Slots {
  const byKind = new Map<string, readonly Slot[]>()
  return {
    ofWorkloads: rules.flatMap((rule): Slot[] => {
      const { workload } = rule
      if (!workload) return []
      const judge: Slot['judge'] = (one, facts) => workload(one as Workload, facts)
      return [slotOf(rule, 'workloads', () => ({ kind: undefined, judge }))]
    }),
    ofKind(kind) {
      const known = byKind.get(kind)
      if (known) return known
      const made = rules.flatMap((rule): Slot[] => {
        return [kind, EVERY_KIND].flatMap((named) => {
          const judge = rule.objects?.[named]
          return judge ? [slotOf(rule, `${named} ${kind}`, () => ({ kind, judge }))] : []
        })
      })
      byKind.set(kind, made)
      return made
    },
  }
}
