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

/** The slots of all rules, by what they are asked for. A slot is the very same, with the same number, while its rule is among them. */
export class Slots {
  #rules: readonly Rule[] = []
  readonly #ofRule = new Map<Rule, Map<string, Slot>>()
  readonly #numbered: (Slot | undefined)[] = []
  /** Numbers of slots whose rules are gone. */
  readonly #free: number[] = []
  #ofWorkloads: readonly Slot[] = []
  readonly #byKind = new Map<string, readonly Slot[]>()

  constructor(rules: readonly Rule[]) {
    this.setRules(rules)
  }

  /** The numbers of rules that are not among them any more are given to others. */
  setRules(rules: readonly Rule[]): void {
    const kept = new Set(rules)
    for (const [rule, slots] of this.#ofRule) {
      if (kept.has(rule)) continue
      this.#ofRule.delete(rule)
      for (const { at } of slots.values()) {
        this.#numbered[at] = undefined
        this.#free.push(at)
      }
    }
    this.#rules = rules
    this.#byKind.clear()
    this.#ofWorkloads = rules.flatMap((rule): Slot[] => {
      const { workload } = rule
      return workload ? [this.#slotOf(rule, 'workloads', undefined, workload as Slot['judge'])] : []
    })
  }

  get ofWorkloads(): readonly Slot[] {
    return this.#ofWorkloads
  }

  ofKind(kind: string): readonly Slot[] {
    const known = this.#byKind.get(kind)
    if (known) return known
    const slots = this.#rules.flatMap((rule): Slot[] => {
      const { objects = {} } = rule
      return [kind, EVERY_KIND].flatMap((named) => {
        // Kinds are what objects from outside say: one may be called as what every object of the language has.
        const judge = Object.hasOwn(objects, named) ? objects[named] : undefined
        return judge ? [this.#slotOf(rule, `${named} ${kind}`, kind, judge)] : []
      })
    })
    this.#byKind.set(kind, slots)
    return slots
  }

  /** Those by which a rule judges anything, where there are objects of `kinds`. */
  ofRule(rule: Rule, kinds: readonly string[]): readonly Slot[] {
    const judges = rule.objects ?? {}
    const judged = judges[EVERY_KIND] ? kinds : kinds.filter((kind) => Object.hasOwn(judges, kind))
    return [...this.#ofWorkloads, ...judged.flatMap((kind) => this.ofKind(kind))].filter((slot) => slot.rule === rule)
  }

  /** By its number. */
  numbered(at: number): Slot | undefined {
    return this.#numbered[at]
  }

  #slotOf(rule: Rule, judges: string, kind: string | undefined, judge: Slot['judge']): Slot {
    const known = this.#ofRule.get(rule) ?? new Map<string, Slot>()
    this.#ofRule.set(rule, known)
    const slot = known.get(judges) ?? { rule, kind, at: this.#free.pop() ?? this.#numbered.length, judge }
    known.set(judges, slot)
    this.#numbered[slot.at] = slot
    return slot
  }
}
