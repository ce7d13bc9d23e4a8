import { isDeepStrictEqual } from 'node:util'
import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import {
  compareResults,
  createCovering,
  keyOf,
  NO_OBJECT,
  ofRule,
  type Result,
  resultsOf,
  unreadOf,
} from './evaluate.ts'
import type { Facts } from './facts.ts'
import { reachOf, subjectsWithin } from './reach-of-change.ts'
import { isAssessed, type Rule } from './rule.ts'
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
  readonly said: Map<Slot, Said>
}

/** What a rule says of an object. */
interface Said {
  readonly results: readonly Result[]
  /** The same with what says more of it; undefined until that was looked at. */
  told: readonly Result[] | undefined
}

/** By far the most often said, and the same of all that pass: results of it are made when they are asked for. */
const PASSED: Said = { results: [], told: [] }

/**
 * What rules say of a cluster, kept by object and by rule. What has changed is judged anew by the rules that judge it, and by those that read
 * it what they judge near it.
 */
export class LiveResults {
  #rules: readonly Rule[]
  #slots: ReturnType<typeof createSlots>
  #cover: ReturnType<typeof createCovering>
  #sorted: ReadonlyMap<Rule, SortedResults>
  /** What is said of a whole rule instead. */
  readonly #ofRules = new Map<Rule, Result>()
  /** Those that cannot be asked. */
  #unread: ReadonlySet<Rule> = new Set()
  /** Those that judge all anew when they are asked next. */
  readonly #anew = new Set<Rule>()
  readonly #judged = new Map<string, Judged>()
  readonly #workloads = new Map<string, ReadonlyMap<string, Workload>>()
  /** Names of changed objects by kind and namespace. */
  #changed = new Map<string, Map<string, Set<string>>>()
  /** How many objects each rule says something of. */
  readonly #spoken = new Map<Rule, number>()
  /** Judged since it was last looked at what is under what, with what was told of them before and is not any more. */
  readonly #open = new Map<Judged, [Slot, readonly Result[]][]>()
  #taken = new Set<string>()
  #ofRulesTaken = ''

  constructor(rules: readonly Rule[]) {
    this.#rules = rules
    this.#slots = createSlots(rules)
    this.#cover = createCovering(rules)
    this.#sorted = new Map(rules.map((rule) => [rule, new SortedResults()]))
  }

  /** Judges by these rules from now on. What others have said is dropped; what those say that stay is not asked anew. */
  setRules(rules: readonly Rule[]): void {
    const kept = new Set(rules)
    for (const rule of this.#rules) {
      if (kept.has(rule)) continue
      this.#drop(rule)
      this.#ofRules.delete(rule)
      this.#spoken.delete(rule)
      this.#anew.delete(rule)
    }
    const before = new Set(this.#rules)
    for (const rule of rules) if (!before.has(rule)) this.#anew.add(rule)
    this.#rules = rules
    this.#slots = createSlots(rules)
    this.#cover = createCovering(rules)
    this.#sorted = new Map(rules.map((rule) => [rule, this.#sorted.get(rule) ?? new SortedResults()]))
    this.#unread = new Set([...this.#unread].filter((rule) => kept.has(rule)))
  }

  /** Makes rules judge all anew: something has changed that they are told by, and that is no object. */
  judgeAnew(which: (rule: Rule) => boolean): void {
    for (const rule of this.#rules) if (which(rule)) this.#anew.add(rule)
  }

  /** Ids of the rules that could not be asked. */
  unasked(): ReadonlySet<string> {
    return new Set([...this.#unread].map(({ id }) => id))
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
    const before = this.#unread
    const readable = this.#readable(facts)
    const readAnew = new Set([...readable].filter((rule) => before.has(rule) || this.#anew.has(rule)))
    this.#anew.clear()
    for (const rule of readable) this.#ofRules.delete(rule)
    this.#judgeObjects(facts, readable)
    this.#judgeWorkloads(facts, readable)
    this.#judgeNear(facts, readable, readAnew)
    this.#changed = new Map()
    for (const [judged, before] of this.#open) this.#close(judged, before)
    this.#open.clear()
    for (const rule of readable) this.#tellAbsence(rule)
  }

  answer(): Result[] {
    const passed = Map.groupBy(
      [...this.#judged.values()].flatMap(({ ref, said }) =>
        [...said].flatMap(([slot, one]) => (one === PASSED ? [passOf(slot, ref)] : [])),
      ),
      ({ rule }) => rule,
    )
    const byId = [...this.#rules].sort((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0))
    return byId.flatMap((rule) => {
      const whole = this.#ofRules.get(rule)
      if (whole) return [whole]
      return [...(this.#sorted.get(rule)?.all ?? []), ...(passed.get(rule.id) ?? []).sort(compareResults)]
    })
  }

  /** They are put together as they are looked at: of a first look there are very many. */
  takeJudged(): Iterable<JudgedObject> {
    const keys = this.#taken
    this.#taken = new Set()
    const ofRules = JSON.stringify([...this.#ofRules.values()])
    const isOther = ofRules !== this.#ofRulesTaken
    this.#ofRulesTaken = ofRules
    return this.#judgedAt(keys, isOther)
  }

  *#judgedAt(keys: Iterable<string>, withRules: boolean): Iterable<JudgedObject> {
    for (const key of keys) yield this.#judgedObject(key)
    if (withRules) yield this.#withoutObject()
  }

  isWorkload(ref: ObjectRef): boolean {
    return this.#workloads.get(ref.namespace)?.has(keyOf(ref)) ?? false
  }

  /** What is said of an object; nothing of one that is not judged. */
  judgedAt(ref: ObjectRef): JudgedObject {
    return keyOf(ref) === keyOf(NO_OBJECT) ? this.#withoutObject() : this.#judgedObject(keyOf(ref))
  }

  judged(): Iterable<JudgedObject> {
    return this.#judgedAt(this.#judged.keys(), true)
  }

  #judgedObject(key: string): JudgedObject {
    const known = this.#judged.get(key)
    const [kind = '', namespace = '', name = ''] = key.split('/')
    const ref = known?.ref ?? { kind, namespace, name }
    const results = known ? [...known.said].flatMap(([slot, one]) => resultsToldOf(slot, one, known.ref)) : []
    return { ref, object: known?.object, results, isWorkload: this.isWorkload(ref) }
  }

  #withoutObject(): JudgedObject {
    return { ref: NO_OBJECT, object: undefined, results: [...this.#ofRules.values()], isWorkload: false }
  }

  /** Rules that can be asked; what others have said is dropped. */
  #readable(facts: Facts): ReadonlySet<Rule> {
    const readable = new Set<Rule>()
    const unread = new Set<Rule>()
    for (const rule of this.#rules) {
      const why = unreadOf(rule, facts)
      if (why === undefined) readable.add(rule)
      else {
        if (!this.#unread.has(rule)) this.#drop(rule)
        unread.add(rule)
        this.#ofRules.set(rule, ofRule(rule, why))
      }
    }
    this.#unread = unread
    return readable
  }

  #drop(rule: Rule): void {
    for (const judged of this.#judged.values()) {
      for (const slot of [...judged.said.keys()]) if (slot.rule === rule) this.#say(judged, slot, undefined)
    }
  }

  #judgeObjects(facts: Facts, readable: ReadonlySet<Rule>): void {
    for (const [kind, places] of this.#changed) {
      const slots = this.#slots.ofKind(kind).filter(({ rule }) => readable.has(rule))
      if (slots.length === 0) continue
      for (const [namespace, names] of places) {
        for (const name of names) {
          const subject = facts.find(kind, namespace, name)
          if (subject) this.#judge(slots, subject, facts)
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
        if (before.get(key)?.object !== workload.object) this.#judge(slots, workload, facts)
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
        for (const subject of subjectsWithin(slot, reach, facts)) this.#judge([slot], subject, facts)
      }
    }
  }

  #slotsOf(rule: Rule, facts: Facts): Slot[] {
    const kinds = rule.objects ? facts.kinds.flatMap((kind) => this.#slots.ofKind(kind)) : []
    return [...this.#slots.ofWorkloads, ...kinds].filter((slot) => slot.rule === rule)
  }

  #judge(slots: readonly Slot[], subject: Subject, facts: Facts): void {
    const key = keyOf(subject.ref)
    const judged = this.#judged.get(key) ?? { ref: subject.ref, object: undefined, said: new Map<Slot, Said>() }
    this.#judged.set(key, judged)
    judged.object = subject.object
    for (const slot of slots) {
      const judgement = slot.judge(subject, facts)
      const isPass = judgement !== undefined && isAssessed(judgement) && judgement.length === 0
      const results = isPass ? PASSED.results : resultsOf(slot.rule, subject, judgement)
      this.#say(judged, slot, isPass ? PASSED : results.length > 0 ? { results, told: undefined } : undefined)
    }
    if (judged.said.size === 0 && !this.#open.has(judged)) this.#judged.delete(key)
    this.#taken.add(key)
  }

  #forget(ref: ObjectRef, slots: readonly Slot[]): void {
    const judged = this.#judged.get(keyOf(ref))
    if (judged) for (const slot of slots) this.#say(judged, slot, undefined)
  }

  /** What is said as before stays the very same, so that it keeps its place. */
  #say(judged: Judged, slot: Slot, now: Said | undefined): void {
    const before = judged.said.get(slot)
    if (before === now || (before && now && isSame(before.results, now.results) && before !== PASSED && now !== PASSED))
      return
    if (now) judged.said.set(slot, now)
    else judged.said.delete(slot)
    this.#spoken.set(slot.rule, (this.#spoken.get(slot.rule) ?? 0) + (now ? 1 : 0) - (before ? 1 : 0))
    const untold = this.#open.get(judged) ?? []
    this.#open.set(judged, untold)
    if (before?.told && before.told.length > 0) untold.push([slot, before.told])
  }

  /** Puts what says less of a fault under what says more of it. */
  #close(judged: Judged, untold: readonly [Slot, readonly Result[]][]): void {
    for (const [slot, results] of untold) this.#sorted.get(slot.rule)?.remove(results)
    const faults = [...judged.said].filter(([, one]) => one !== PASSED)
    const flat = faults.flatMap(([, { results }]) => results)
    const covered = this.#cover(flat)
    const byResult = covered === flat ? undefined : new Map(flat.map((one, at) => [one, covered[at] ?? one]))
    for (const [slot, one] of faults) {
      const now = byResult ? one.results.map((result) => byResult.get(result) ?? result) : one.results
      if (one.told && isSame(one.told, now)) continue
      if (one.told) this.#sorted.get(slot.rule)?.remove(one.told)
      // What stays as it is among what differs is put in again, and is another object than the one that is taken out.
      const told = one.told ? now.map((result) => ({ ...result })) : now
      this.#sorted.get(slot.rule)?.add(told)
      one.told = told
    }
    const key = keyOf(judged.ref)
    if (judged.said.size === 0) this.#judged.delete(key)
    this.#taken.add(key)
  }

  #tellAbsence(rule: Rule): void {
    if (rule.absence !== undefined && (this.#spoken.get(rule) ?? 0) === 0)
      this.#ofRules.set(rule, ofRule(rule, rule.absence))
  }
}

function isSame(a: readonly Result[], b: readonly Result[]): boolean {
  return a.length === b.length && (a === b || isDeepStrictEqual(a, b))
}

function passOf({ rule }: Slot, ref: ObjectRef): Result {
  return resultsOf(rule, { ref }, [])[0] ?? ofRule(rule, '')
}

function resultsToldOf(slot: Slot, said: Said, ref: ObjectRef): readonly Result[] {
  return said === PASSED ? [passOf(slot, ref)] : (said.told ?? said.results)
}

function refOf(kind: string, namespace: string, name: string): ObjectRef {
  const dot = kind.indexOf('.')
  return { kind: dot < 0 ? kind : kind.slice(0, dot), namespace, name }
}
