import { isDeepStrictEqual } from 'node:util'
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import { createCovering, keyOf, NO_OBJECT, ofRule, type Result, resultsOf, unreadOf } from './evaluate.ts'
import type { Facts } from './facts.ts'
import { reachOf, subjectsWithin } from './reach-of-change.ts'
import type { Rule } from './rule.ts'
import { createSlots, type Slot } from './slots.ts'
import { SortedResults } from './sorted-results.ts'
import { type Subject, WORKLOAD_KINDS, type Workload } from './subject.ts'

/** An object, or a workload in the place of what makes it, with all that rules say of it. */
export interface JudgedObject {
  /** Of what is said of no object: without kind and name. */
  readonly ref: ObjectRef
  /** Undefined for what is gone. */
  readonly object: KubernetesObject | undefined
  readonly results: readonly Result[]
  readonly isWorkload: boolean
}

interface Judged {
  readonly ref: ObjectRef
  object: KubernetesObject | undefined
  /** As rules say it. */
  readonly said: Map<Slot, readonly Result[]>
  /** The same with what says more of it. */
  told: ReadonlyMap<Slot, readonly Result[]>
}

/**
 * What rules say of a cluster, kept by object and by rule. What has changed is judged anew by the rules that judge it, and by those that read
 * it what they judge near it.
 */
export class LiveResults {
  readonly #rules: readonly Rule[]
  readonly #slots: ReturnType<typeof createSlots>
  readonly #cover: ReturnType<typeof createCovering>
  readonly #sorted: ReadonlyMap<Rule, SortedResults>
  /** What is said of a whole rule instead. */
  readonly #ofRules = new Map<Rule, Result>()
  readonly #judged = new Map<string, Judged>()
  readonly #workloads = new Map<string, ReadonlyMap<string, Workload>>()
  /** Names of changed objects by kind and namespace. */
  #changed = new Map<string, Map<string, Set<string>>>()
  /** Judged since it was last looked at what is under what. */
  #open = new Set<Judged>()
  #taken = new Set<string>()
  #ofRulesTaken = ''

  constructor(rules: readonly Rule[]) {
    this.#rules = rules
    this.#slots = createSlots(rules)
    this.#cover = createCovering(rules)
    this.#sorted = new Map(rules.map((rule) => [rule, new SortedResults()]))
  }

  /** An object that has come, changed or gone. */
  changed(kind: string, namespace: string, name: string): void {
    const inKind = this.#changed.get(kind) ?? new Map<string, Set<string>>()
    this.#changed.set(kind, inKind)
    const names = inKind.get(namespace) ?? new Set<string>()
    inKind.set(namespace, names)
    names.add(name)
  }

  settle(facts: Facts): void {
    const readable = this.#readable(facts)
    const readAnew = new Set([...readable].filter((rule) => this.#ofRules.get(rule)?.state === 'not_assessable'))
    for (const rule of readable) this.#ofRules.delete(rule)
    this.#judgeObjects(facts, readable)
    this.#judgeWorkloads(facts, readable)
    this.#judgeNear(facts, readable, readAnew)
    this.#changed = new Map()
    for (const judged of this.#open) this.#close(judged)
    this.#open = new Set()
    for (const rule of readable) this.#tellAbsence(rule)
  }

  answer(): Result[] {
    const byId = [...this.#rules].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    return byId.flatMap((rule) => {
      const whole = this.#ofRules.get(rule)
      return whole ? [whole] : (this.#sorted.get(rule)?.all ?? [])
    })
  }

  takeJudged(): JudgedObject[] {
    const keys = this.#taken
    this.#taken = new Set()
    const some = [...keys].map((key) => this.#judgedObject(key))
    const ofRules = JSON.stringify([...this.#ofRules.values()])
    if (ofRules !== this.#ofRulesTaken) some.push(this.#withoutObject())
    this.#ofRulesTaken = ofRules
    return some
  }

  isWorkload(ref: ObjectRef): boolean {
    return this.#workloads.get(ref.namespace)?.has(keyOf(ref)) ?? false
  }

  /** What is said of an object; nothing of one that is not judged. */
  judgedAt(ref: ObjectRef): JudgedObject {
    return keyOf(ref) === keyOf(NO_OBJECT) ? this.#withoutObject() : this.#judgedObject(keyOf(ref))
  }

  *judged(): Iterable<JudgedObject> {
    for (const key of this.#judged.keys()) yield this.#judgedObject(key)
    yield this.#withoutObject()
  }

  #judgedObject(key: string): JudgedObject {
    const known = this.#judged.get(key)
    const [kind = '', namespace = '', name = ''] = key.split('/')
    const ref = known?.ref ?? { kind, namespace, name }
    const results = known ? [...known.told.values()].flat() : []
    return { ref, object: known?.object, results, isWorkload: this.isWorkload(ref) }
  }

  #withoutObject(): JudgedObject {
    return { ref: NO_OBJECT, object: undefined, results: [...this.#ofRules.values()], isWorkload: false }
  }

  /** Rules that can be asked; what others have said is dropped. */
  #readable(facts: Facts): ReadonlySet<Rule> {
    const readable = new Set<Rule>()
    for (const rule of this.#rules) {
      const why = unreadOf(rule, facts)
      if (why === undefined) readable.add(rule)
      else {
        if (!this.#ofRules.has(rule) || this.#ofRules.get(rule)?.text === rule.absence) this.#drop(rule)
        this.#ofRules.set(rule, ofRule(rule, why))
      }
    }
    return readable
  }

  #drop(rule: Rule): void {
    for (const judged of this.#judged.values()) {
      for (const slot of judged.said.keys()) if (slot.rule === rule) this.#say(judged, slot, [])
    }
  }

  #judgeObjects(facts: Facts, readable: ReadonlySet<Rule>): void {
    for (const [kind, places] of this.#changed) {
      const slots = this.#slots.ofKind(kind).filter(({ rule }) => readable.has(rule))
      if (slots.length === 0) continue
      for (const [namespace, names] of places) {
        for (const name of names) {
          const subject = facts.find(kind, namespace, name)
          if (subject) for (const slot of slots) this.#judge(slot, subject, facts)
          else this.#forget(refOf(kind, namespace, name), slots)
        }
      }
    }
  }

  #judgeWorkloads(facts: Facts, readable: ReadonlySet<Rule>): void {
    const namespaces = new Set(WORKLOAD_KINDS.flatMap((kind) => [...(this.#changed.get(kind)?.keys() ?? [])]))
    const slots = this.#slots.ofWorkloads.filter(({ rule }) => readable.has(rule))
    for (const namespace of namespaces) {
      const before = this.#workloads.get(namespace) ?? new Map<string, Workload>()
      const now = new Map(facts.workloadsIn(namespace).map((workload) => [keyOf(workload.ref), workload]))
      this.#workloads.set(namespace, now)
      for (const [key, workload] of before) if (!now.has(key)) this.#forget(workload.ref, this.#slots.ofWorkloads)
      for (const [key, workload] of now) {
        if (before.get(key)?.object !== workload.object) for (const slot of slots) this.#judge(slot, workload, facts)
      }
    }
  }

  /** What is judged by what has changed beside it. */
  #judgeNear(facts: Facts, readable: ReadonlySet<Rule>, readAnew: ReadonlySet<Rule>): void {
    const places = new Map([...this.#changed].map(([kind, inKind]) => [kind, new Set(inKind.keys())]))
    for (const rule of readable) {
      const reach = readAnew.has(rule) ? 'everywhere' : reachOf(rule, places)
      if (reach !== 'everywhere' && reach.size === 0) continue
      for (const slot of this.#slotsOf(rule, facts)) {
        for (const subject of subjectsWithin(slot, reach, facts)) this.#judge(slot, subject, facts)
      }
    }
  }

  #slotsOf(rule: Rule, facts: Facts): Slot[] {
    const kinds = rule.objects ? facts.kinds.flatMap((kind) => this.#slots.ofKind(kind)) : []
    return [...this.#slots.ofWorkloads, ...kinds].filter((slot) => slot.rule === rule)
  }

  #judge(slot: Slot, subject: Subject, facts: Facts): void {
    const key = keyOf(subject.ref)
    const judged = this.#judged.get(key) ?? { ref: subject.ref, object: undefined, said: new Map(), told: new Map() }
    this.#judged.set(key, judged)
    judged.object = subject.object
    this.#say(judged, slot, resultsOf(slot.rule, subject, slot.judge(subject, facts)))
    this.#taken.add(key)
  }

  #forget(ref: ObjectRef, slots: readonly Slot[]): void {
    const judged = this.#judged.get(keyOf(ref))
    if (judged) for (const slot of slots) this.#say(judged, slot, [])
  }

  /** What is said as before stays the very same, so that it keeps its place. */
  #say(judged: Judged, slot: Slot, results: readonly Result[]): void {
    const before = judged.said.get(slot) ?? []
    if (before.length === results.length && isDeepStrictEqual(before, results)) return
    if (results.length > 0) judged.said.set(slot, results)
    else judged.said.delete(slot)
    this.#open.add(judged)
  }

  /** Puts what says less of a fault under what says more of it. */
  #close(judged: Judged): void {
    const key = keyOf(judged.ref)
    const flat = [...judged.said.values()].flat()
    const covered = this.#cover(flat)
    const byResult = covered === flat ? undefined : new Map(flat.map((one, at) => [one, covered[at] ?? one]))
    const told = new Map<Slot, readonly Result[]>()
    for (const [slot, said] of judged.said) {
      const now = byResult ? said.map((one) => byResult.get(one) ?? one) : said
      const before = judged.told.get(slot)
      told.set(slot, before && isDeepStrictEqual(before, now) ? before : now)
    }
    for (const [slot, before] of judged.told) {
      if (told.get(slot) !== before) this.#sorted.get(slot.rule)?.remove(before)
    }
    for (const [slot, now] of told) {
      if (judged.told.get(slot) !== now) this.#sorted.get(slot.rule)?.add(now)
    }
    judged.told = told
    if (told.size === 0) this.#judged.delete(key)
    this.#taken.add(key)
  }

  #tellAbsence(rule: Rule): void {
    if (rule.absence !== undefined && this.#sorted.get(rule)?.all.length === 0)
      this.#ofRules.set(rule, ofRule(rule, rule.absence))
  }
}

function refOf(kind: string, namespace: string, name: string): ObjectRef {
  const dot = kind.indexOf('.')
  return { kind: dot < 0 ? kind : kind.slice(0, dot), namespace, name }
}
