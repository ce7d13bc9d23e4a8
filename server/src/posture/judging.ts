import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import { keyOf, type ObjectRef } from '../kubernetes/object.ts'
import type { BoundedExpressions } from './bounded-expressions.ts'
import { type CheckPlace, type ObjectRecords, recordsOf } from './check-record.ts'
import { benchmarkAnswers } from './cis/object-states.ts'
import { OwnRules } from './own-rules.ts'
import { profileOf } from './profiles/list-of-profiles.ts'
import type { Rule } from './rule.ts'
import { createPostureSession, type PostureSession } from './session.ts'
import type { EvaluateAnswer, EvaluateQuestion, JudgeSettings, RecordsAnswer, StoredChecks } from './thread-messages.ts'

/** The records of one object, without what they say. */
interface Known {
  readonly ref: ObjectRef
  readonly checks: readonly { readonly id: string; readonly hash: string }[]
  readonly object: { readonly id: string; readonly hash: string } | undefined
}

/** A cluster as the thread keeps it: what is said of it, and what of that differs from what is stored. */
export class Judging {
  readonly session: PostureSession
  readonly #product: readonly Rule[]
  readonly #ownRules: OwnRules
  #own: readonly Rule[] = []
  #rules: ReadonlyMap<string, Rule>
  #exposures = ''
  readonly #known = new Map<string, Known>()
  #place: CheckPlace | undefined
  /** What the records were made with. */
  #madeWith = ''
  #stored: StoredChecks = { checks: new Map(), objects: new Map() }

  /** `expressions` are asked for the rules of users. */
  constructor(
    rules: readonly Rule[],
    expressions: BoundedExpressions,
    { posture, minor }: JudgeSettings,
    objects: ClusterObjects | undefined,
  ) {
    this.session = createPostureSession(rules, { settings: posture, minor: minor ?? undefined }, objects)
    this.#product = rules
    this.#ownRules = new OwnRules(expressions)
    this.#rules = rulesById(rules)
  }

  change(...given: Parameters<PostureSession['change']>): void {
    this.session.change(...given)
  }

  objects(): ClusterObjects {
    return this.session.objects()
  }

  evaluate(question: EvaluateQuestion): EvaluateAnswer {
    const { session } = this
    session.setUnread(question.unread)
    this.#takeOwnRules(question)
    this.#takeExposures(question)
    this.#stored = question.stored
    const place = this.#placeOf(question)
    const judged = session.takeJudged()
    for (const one of this.#isMadeAnew(question) ? session.judged() : judged) this.#note(one.ref, recordsOf(place, one))
    return this.#compare(question)
  }

  records(keys: readonly string[]): RecordsAnswer {
    const place = this.#place
    if (!place) throw new Error('The thread that judges was not asked to judge this cluster.')
    const made = keys.flatMap((key) => {
      const known = this.#known.get(key)
      return known ? [recordsOf(place, this.session.judgedAt(known.ref))] : []
    })
    const { checks, objects } = this.#stored
    return {
      checks: made.flatMap((one) =>
        one.checks.filter(({ id, contentHash }) => checks.get(id)?.hash !== contentHash).map(({ finish }) => finish()),
      ),
      objects: made.flatMap(({ object }) => (object && objects.get(object.id) !== object.contentHash ? [object] : [])),
    }
  }

  #takeOwnRules({ ownRules }: EvaluateQuestion): void {
    const own = this.#ownRules.rules(ownRules)
    if (own === this.#own) return
    this.#own = own
    const rules = [...this.#product, ...own]
    this.#rules = rulesById(rules)
    this.session.setRules(rules)
  }

  #takeExposures({ exposures }: EvaluateQuestion): void {
    const now = exposures ? JSON.stringify([...exposures]) : ''
    if (now === this.#exposures) return
    this.#exposures = now
    // What was analyzed and is not named is not reached.
    this.session.setExposures(exposures && ((ref) => exposures.get(keyOf(ref)) ?? []))
  }

  #placeOf({ cluster, distribution, customWorkloads, owners, reached }: EvaluateQuestion): CheckPlace {
    const { session } = this
    const place: CheckPlace = {
      ...{ cluster, rules: this.#rules, profile: profileOf(distribution), customWorkloads, owners, reached },
      isWorkload: (ref) => session.isWorkload(ref),
      find: (ref) => session.find(ref),
    }
    this.#place = place
    return place
  }

  #isMadeAnew({ distribution, customWorkloads, owners, reached }: EvaluateQuestion): boolean {
    const madeWith = JSON.stringify([distribution, [...customWorkloads], [...owners].sort(), [...reached].sort()])
    const isAnew = madeWith !== this.#madeWith
    this.#madeWith = madeWith
    return isAnew
  }

  #note(ref: ObjectRef, { checks, object }: ObjectRecords): void {
    const key = keyOf(ref)
    if (checks.length === 0 && !object) {
      this.#known.delete(key)
      return
    }
    this.#known.set(key, {
      ref,
      checks: checks.map(({ id, contentHash }) => ({ id, hash: contentHash })),
      object: object && { id: object.id, hash: object.contentHash },
    })
  }

  #compare({ stored }: EvaluateQuestion): EvaluateAnswer {
    const gone = new Map(stored.checks)
    const goneObjects = new Set(stored.objects.keys())
    const differing: string[] = []
    for (const [key, { checks, object }] of this.#known) {
      const isOther = checks.some(({ id, hash }) => stored.checks.get(id)?.hash !== hash)
      if (isOther || (object && stored.objects.get(object.id) !== object.hash)) differing.push(key)
      for (const { id } of checks) gone.delete(id)
      if (object) goneObjects.delete(object.id)
    }
    const unasked = this.session.unasked()
    return {
      differing,
      gone: [...gone].flatMap(([id, { rule }]) => (unasked.has(rule) ? [] : [id])),
      goneObjects: [...goneObjects],
      benchmarks: benchmarkAnswers(this.session.facts()),
    }
  }
}

function rulesById(rules: readonly Rule[]): ReadonlyMap<string, Rule> {
  return new Map(rules.map((rule) => [rule.id, rule]))
}
