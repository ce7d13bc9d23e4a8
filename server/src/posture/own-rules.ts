import type { KubernetesObject } from '../kubernetes/object.ts'
import type { BoundedExpressions } from './bounded-expressions.ts'
import type { Asked, Said } from './custom-expression.ts'
import { askedOf, type CustomRuleSource, customRule, type JudgedBy, judgedBy } from './custom-rule.ts'
import type { Facts } from './facts.ts'
import type { Rule } from './rule.ts'
import type { Subject } from './subject.ts'

export interface OwnRulesOptions {
  /** What one rule may take at most in one evaluation of a cluster. */
  readonly budgetMs?: number
  /** After which one that took too long is asked again. */
  readonly againMs?: number
  /** Milliseconds since some moment. */
  readonly now?: () => number
}

/** 10,000 objects take about a second. */
const BUDGET_MS = 5_000
/** What all of them may take together: a check of a cluster is ended after ten minutes. */
const TOGETHER_MS = 240_000
const AGAIN_MS = 60 * 60_000
const OBJECTS_AT_A_TIME = 200

/** A rule of users as it was last written. */
interface Own {
  readonly source: CustomRuleSource
  readonly written: string
  readonly judges: JudgedBy
  readonly rule: Rule
  /** Objects that were asked before it have to be asked by it. */
  since: number
  /** Why it says nothing, and until when. */
  silent: { readonly why: string; readonly until: number } | undefined
}

/** What is known of an object. */
interface Known {
  /** Rules of this number and of earlier ones were asked. */
  readonly until: number
  /** Without rules by which it is right. */
  readonly said: ReadonlyMap<Own, Said>
}

interface Batch {
  readonly rules: readonly Own[]
  readonly subjects: Subject[]
}

/**
 * The rules that users wrote, for one cluster. All of them are asked together of what none of them, or not each, was asked before, when the first
 * is asked with new facts. One that takes too long says nothing of anything for a time, and holds no other up.
 */
export class OwnRules {
  readonly #expressions: BoundedExpressions
  readonly #budgetMs: number
  readonly #againMs: number
  readonly #now: () => number
  #own: readonly Own[] = []
  #rules: readonly Rule[] = []
  #number = 0
  #askedFor: Facts | undefined
  readonly #known = new WeakMap<KubernetesObject, Known>()

  constructor(
    expressions: BoundedExpressions,
    { budgetMs = BUDGET_MS, againMs = AGAIN_MS, now = () => performance.now() }: OwnRulesOptions = {},
  ) {
    this.#expressions = expressions
    this.#budgetMs = budgetMs
    this.#againMs = againMs
    this.#now = now
  }

  /** What has not changed is the very same rule as before, and all are the same list where nothing has. */
  rules(sources: readonly CustomRuleSource[]): readonly Rule[] {
    const before = new Map(this.#own.map((own) => [own.written, own]))
    const now = sources.map((source) => before.get(JSON.stringify(source)) ?? this.#made(source))
    if (now.length === this.#own.length && now.every((own, at) => own === this.#own[at])) return this.#rules
    this.#own = now
    this.#rules = now.map(({ rule }) => rule)
    this.#askedFor = undefined
    return this.#rules
  }

  #made(source: CustomRuleSource): Own {
    this.#number += 1
    const own: Own = {
      source,
      written: JSON.stringify(source),
      judges: judgedBy(source),
      rule: {
        ...customRule(source, ({ object }) => this.#said(own, object)),
        unasked: (facts) => {
          this.#ask(facts)
          return own.silent?.why
        },
      },
      since: this.#number,
      silent: undefined,
    }
    return own
  }

  #said(own: Own, object: KubernetesObject): Said {
    const known = this.#known.get(object)
    return known && known.until >= own.since ? (known.said.get(own) ?? false) : 'It was not asked.'
  }

  #ask(facts: Facts): void {
    if (this.#askedFor === facts) return
    this.#askedFor = facts
    for (const own of this.#own) {
      if (!own.silent || own.silent.until > this.#now()) continue
      own.silent = undefined
      this.#number += 1
      own.since = this.#number
    }
    const left = new Map(this.#own.map((own) => [own, this.#budgetOfEachMs()]))
    for (const { rules, subjects } of this.#batches(facts)) {
      for (let at = 0; at < subjects.length; at += OBJECTS_AT_A_TIME)
        this.#askSome(rules, subjects.slice(at, at + OBJECTS_AT_A_TIME), left)
    }
  }

  /** What has to be asked, by the rules that have to be. */
  #batches(facts: Facts): Iterable<Batch> {
    const batches = new Map<string, Batch>()
    const add = (kind: string, subjects: readonly Subject[], rules: readonly Own[]) => {
      for (const subject of subjects) {
        const until = this.#known.get(subject.object)?.until ?? 0
        if (until >= this.#number) continue
        const key = `${kind} ${until}`
        const batch = batches.get(key) ?? { rules: rules.filter(({ since }) => since > until), subjects: [] }
        batches.set(key, batch)
        batch.subjects.push(subject)
      }
    }
    for (const [kind, workloads] of Map.groupBy(facts.workloads, ({ ref }) => ref.kind))
      add(
        kind,
        workloads,
        this.#own.filter(({ judges }) => judges.workloads?.(kind)),
      )
    for (const kind of new Set(this.#own.flatMap(({ judges }) => judges.others)))
      add(
        kind,
        facts.objects(kind),
        this.#own.filter(({ judges }) => judges.others.includes(kind)),
      )
    return batches.values()
  }

  #askSome(rules: readonly Own[], subjects: readonly Subject[], left: Map<Own, number>): void {
    const fresh = subjects.map(() => new Map<Own, Said>())
    const asked = subjects.map(askedOf)
    for (let open = rules; ; ) {
      open = open.filter(({ silent }) => !silent)
      if (open.length === 0) break
      if (this.#haveAnswered(open, asked, left, fresh)) break
    }
    for (const [at, { object }] of subjects.entries()) {
      const before = this.#known.get(object)?.said ?? new Map<Own, Said>()
      const kept = [...before].filter(([own]) => this.#own.includes(own))
      this.#known.set(object, { until: this.#number, said: new Map([...kept, ...(fresh[at] ?? [])]) })
    }
  }

  /** False where one took too long: then the others have to be asked again. */
  #haveAnswered(
    rules: readonly Own[],
    asked: readonly Asked[],
    left: Map<Own, number>,
    fresh: readonly Map<Own, Said>[],
  ): boolean {
    const sources = rules.map(({ source: { each, expression } }) => ({ each, expression }))
    const answer = this.#expressions.ask(
      sources,
      asked,
      rules.map((own) => left.get(own) ?? 0),
    )
    if ('stopped' in answer) {
      const stopped = rules[answer.stopped]
      for (const own of stopped ? [stopped] : rules) this.#silence(own, stopped ? this.#tooSlow() : NO_ANSWER)
      return false
    }
    for (const [at, one] of answer.entries()) {
      const own = rules[at]
      if (!own) continue
      left.set(own, (left.get(own) ?? 0) - one.spentMs)
      if ('unusable' in one) this.#silence(own, `The expression cannot be used: ${one.unusable}`)
      else if ((left.get(own) ?? 0) < 0) this.#silence(own, this.#tooSlow())
      else for (const [index, said] of one.said) fresh[index]?.set(own, said)
    }
    return true
  }

  #silence(own: Own, why: string): void {
    own.silent = { why, until: this.#now() + this.#againMs }
  }

  #budgetOfEachMs(): number {
    return Math.min(this.#budgetMs, Math.round(TOGETHER_MS / Math.max(1, this.#own.length)))
  }

  #tooSlow(): string {
    return `The expression took longer than ${this.#budgetOfEachMs() / 1_000} s for this cluster. It is asked again after ${this.#againMs / 60_000} minutes, or when the rule is changed.`
  }
}

const NO_ANSWER = 'The thread that asks rules of users did not answer.'
