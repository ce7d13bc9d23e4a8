import { compareTexts } from '../kubernetes/compare-texts.ts'
import { type KubernetesObject, keyOf, type ObjectRef } from '../kubernetes/object.ts'
import { AskedSlots } from './asked-slots.ts'
import { createCovering } from './covering.ts'
import type { Facts } from './facts.ts'
import { Judged } from './judged.ts'
import { isAllWithin, type Reach, reachOf, subjectsWithin } from './reach-of-change.ts'
import { comparePlaces, compareResults, NO_OBJECT, ofRule, passOf, type Result, unreadOf } from './result.ts'
import type { Judgement, Rule } from './rule.ts'
import { type Slot, Slots } from './slots.ts'
import { type Subject, WORKLOAD_KINDS, type Workload } from './subject.ts'

/** An object, or a workload in the place of what makes it, with all that rules say of it. */
export interface JudgedObject {
  /** Of what is said of no object: without kind and name. */
  readonly ref: ObjectRef
  /** Undefined for what is gone. */
  readonly object: KubernetesObject | undefined
  /** All but what passes. */
  readonly results: readonly Result[]
  /** Ids of rules that it passes. */
  readonly passed: ReadonlySet<string>
  readonly isWorkload: boolean
}

/** Something to judge, and what is said of it. */
interface Target {
  readonly subject: Subject
  readonly judged: Judged
}

/**
 * What rules say of a cluster, kept by object and by rule. What has changed is judged anew by the rules that judge it, and by those that read
 * it what they judge near it.
 */
export class LiveResults {
  #rules: readonly Rule[]
  readonly #slots: Slots
  #cover: ReturnType<typeof createCovering>
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
  /** Of how many objects each slot says something, by its number. */
  readonly #spoken: number[] = []
  readonly #asked = new AskedSlots<Target>()
  readonly #targets = new Map<Subject, Target>()
  /** Judged since it was last looked at what is under what. */
  #open: Judged[] = []
  #taken = new Set<string>()
  #ofRulesTaken = ''

  constructor(rules: readonly Rule[]) {
    this.#rules = rules
    this.#slots = new Slots(rules)
    this.#cover = createCovering(rules)
  }

  /** Judges by these rules from now on. What others have said is dropped; what those say that stay is not asked anew. */
  setRules(rules: readonly Rule[]): void {
    const [before, kept] = [new Set(this.#rules), new Set(rules)]
    for (const rule of before) {
      if (kept.has(rule)) continue
      this.#drop(rule)
      this.#ofRules.delete(rule)
      this.#anew.delete(rule)
    }
    for (const rule of rules) if (!before.has(rule)) this.#anew.add(rule)
    this.#rules = rules
    this.#slots.setRules(rules)
    this.#cover = createCovering(rules)
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
    for (const rule of readable) this.#ofRules.delete(rule)
    const reaches = this.#reaches(readable, new Set([...before, ...this.#anew]))
    this.#anew.clear()
    this.#askObjects(facts, reaches)
    this.#askWorkloads(facts, reaches)
    this.#askAround(facts, reaches)
    this.#changed = new Map()
    this.#judge(facts)
    const open = this.#open
    this.#open = []
    for (const judged of open) this.#close(judged)
    for (const rule of readable) this.#tellAbsence(rule, facts)
  }

  answer(): Result[] {
    const [faults, passes] = [new Map<string, Result[]>(), new Map<string, Result[]>()]
    // In their order, so that only faults have to be sorted.
    for (const judged of [...this.#judged.values()].sort((a, b) => comparePlaces(a.ref, b.ref))) {
      for (const result of judged.results()) push(faults, result)
      for (const { rule } of judged.passedBy(this.#slots)) push(passes, passOf(rule, judged.ref))
    }
    const answer: Result[] = []
    for (const rule of [...this.#rules].sort((a, b) => compareTexts(a.id, b.id))) {
      const whole = this.#ofRules.get(rule)
      if (whole) answer.push(whole)
      else for (const one of (faults.get(rule.id) ?? []).sort(compareResults)) answer.push(one)
      if (!whole) for (const one of passes.get(rule.id) ?? []) answer.push(one)
    }
    return answer
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
    if (!known) return { ...NOTHING, ref: refOfKey(key) }
    const passed = new Set<string>()
    for (const { rule } of known.passedBy(this.#slots)) passed.add(rule.id)
    const { ref, object } = known
    return { ref, object, results: known.results(), passed, isWorkload: this.isWorkload(ref) }
  }

  #withoutObject(): JudgedObject {
    return { ...NOTHING, results: [...this.#ofRules.values()] }
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
      for (const slot of judged.spokenBy(this.#slots)) if (slot.rule === rule) this.#say(judged, slot, undefined)
    }
  }

  /** How far the changes reach, by rule that can be asked; everywhere for one that looks at all anew. */
  #reaches(readable: ReadonlySet<Rule>, anew: ReadonlySet<Rule>): ReadonlyMap<Rule, Reach> {
    const places = new Map([...this.#changed].map(([kind, inKind]) => [kind, new Set(inKind.keys())]))
    return new Map([...readable].map((rule) => [rule, anew.has(rule) ? 'everywhere' : reachOf(rule, places)] as const))
  }

  #askObjects(facts: Facts, reaches: ReadonlyMap<Rule, Reach>): void {
    for (const [kind, places] of this.#changed) {
      const slots = this.#slots.ofKind(kind)
      if (slots.length === 0) continue
      for (const [namespace, names] of places) {
        const asked = slots.filter((slot) => isAsked(slot, reaches, namespace))
        for (const name of names) {
          const subject = facts.find(kind, namespace, name)
          if (subject) this.#ask(asked, subject)
          else this.#forget(refOf(kind, namespace, name), slots)
        }
      }
    }
  }

  #askWorkloads(facts: Facts, reaches: ReadonlyMap<Rule, Reach>): void {
    const namespaces = new Set(WORKLOAD_KINDS.flatMap((kind) => [...(this.#changed.get(kind)?.keys() ?? [])]))
    for (const namespace of namespaces) {
      const asked = this.#slots.ofWorkloads.filter((slot) => isAsked(slot, reaches, namespace))
      const before = this.#workloads.get(namespace) ?? new Map<string, Workload>()
      const now = new Map(facts.workloadsIn(namespace).map((workload) => [keyOf(workload.ref), workload]))
      this.#workloads.set(namespace, now)
      for (const [key, workload] of before) if (!now.has(key)) this.#forget(workload.ref, this.#slots.ofWorkloads)
      for (const [key, workload] of now) {
        const known = before.get(key)
        if (known?.object === workload.object) continue
        const { judged } = this.#ask(asked, workload)
        // That it is a workload is told of it, too.
        if (!known) this.#reopen(judged)
      }
    }
  }

  /** What is judged by what has changed beside it. */
  #askAround(facts: Facts, reaches: ReadonlyMap<Rule, Reach>): void {
    for (const [rule, reach] of reaches) {
      if (reach !== 'everywhere' && reach.size === 0) continue
      for (const slot of this.#slots.ofRule(rule, facts.kinds)) {
        for (const subject of subjectsWithin(slot, reach, facts)) this.#ask([slot], subject)
      }
    }
  }

  #ask(slots: readonly Slot[], subject: Subject): Target {
    const target = this.#targets.get(subject) ?? this.#targetOf(subject)
    this.#targets.set(subject, target)
    this.#asked.ask(slots, target)
    return target
  }

  #targetOf(subject: Subject): Target {
    const key = keyOf(subject.ref)
    const judged = this.#judged.get(key) ?? new Judged(subject.ref)
    this.#judged.set(key, judged)
    // Those who ask for what was judged make patches of the object as it is.
    if (judged.object !== subject.object) this.#reopen(judged)
    judged.object = subject.object
    return { subject, judged }
  }

  #judge(facts: Facts): void {
    this.#asked.take((slot, { judged, subject }) => this.#say(judged, slot, slot.judge(subject, facts)))
    this.#targets.clear()
  }

  #forget(ref: ObjectRef, slots: readonly Slot[]): void {
    const judged = this.#judged.get(keyOf(ref))
    if (!judged) return
    for (const slot of slots) this.#say(judged, slot, undefined)
    this.#reopen(judged)
  }

  #say(judged: Judged, slot: Slot, now: Judgement): void {
    const more = judged.say(slot, now)
    if (more === undefined) return
    this.#spoken[slot.at] = (this.#spoken[slot.at] ?? 0) + more
    this.#reopen(judged)
  }

  #reopen(judged: Judged): void {
    if (judged.isOpen) return
    judged.isOpen = true
    this.#open.push(judged)
  }

  #close(judged: Judged): void {
    judged.close(this.#cover)
    const key = keyOf(judged.ref)
    if (judged.isSilent) this.#judged.delete(key)
    this.#taken.add(key)
  }

  #tellAbsence(rule: Rule, facts: Facts): void {
    if (rule.absence === undefined) return
    const isSpoken = this.#slots.ofRule(rule, facts.kinds).some(({ at }) => (this.#spoken[at] ?? 0) > 0)
    if (!isSpoken) this.#ofRules.set(rule, ofRule(rule, rule.absence))
  }
}

const NOTHING: JudgedObject = { ref: NO_OBJECT, object: undefined, results: [], passed: new Set(), isWorkload: false }

function refOfKey(key: string): ObjectRef {
  const [kind = '', namespace = '', name = ''] = key.split('/')
  return { kind, namespace, name }
}

/** Whether what has changed in the namespace is judged by it for that alone: a rule that looks at all there again sees it anyway. */
function isAsked(slot: Slot, reaches: ReadonlyMap<Rule, Reach>, namespace: string): boolean {
  const reach = reaches.get(slot.rule)
  return reach !== undefined && !isAllWithin(slot, reach, namespace)
}

function push(lists: Map<string, Result[]>, result: Result): void {
  const known = lists.get(result.rule)
  if (known) known.push(result)
  else lists.set(result.rule, [result])
}

function refOf(kind: string, namespace: string, name: string): ObjectRef {
  const dot = kind.indexOf('.')
  return { kind: dot < 0 ? kind : kind.slice(0, dot), namespace, name }
}
