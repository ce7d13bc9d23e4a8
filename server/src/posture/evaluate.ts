import type { ClusterObjects } from '../kubernetes/cluster-objects.ts'
import type { ObjectRef } from '../kubernetes/object.ts'
import { createFacts, type Facts, type FactsOptions } from './facts.ts'
import { isWithin, type Path, pathText, stablePathText } from './path.ts'
import { EVERY_KIND, type Failure, isAssessed, type Judgement, RULE_SEVERITIES, type Rule } from './rule.ts'
import type { Subject } from './subject.ts'

export const RESULT_STATES = ['fail', 'not_assessable', 'exempt', 'pass'] as const
export type ResultState = (typeof RESULT_STATES)[number]

/** What a rule says of an object, or of one place in it. */
export interface Result {
  readonly rule: string
  readonly state: ResultState
  /** Of a rule that cannot be asked at all: without kind and name. */
  readonly object: ObjectRef
  /** As text; empty where all of the object is meant. */
  readonly path: string
  /** The path as it stays when lists are written in another order. */
  readonly stablePath: string
  /** What is wrong, or why nothing can be said; empty for what passes. */
  readonly text: string
  /** Of what fails: all that is known of it. */
  readonly failure?: Failure
  /** The object in which the path is, and which the fix changes; another than `object` for rights of a subject. */
  readonly inObject?: ObjectRef
  /** The rule that says more of the same fault. */
  readonly under?: string
}

export const NO_OBJECT: ObjectRef = { kind: '', namespace: '', name: '' }

/** Evaluates rules over the objects of a cluster. The answer is sorted, and the same whatever the order of the objects. */
export function evaluate(rules: readonly Rule[], objects: ClusterObjects, options: FactsOptions): Result[] {
  const facts = createFacts(objects, options)
  const results = rules.flatMap((rule) => resultsOfRule(rule, facts))
  return underTheGravest(results, rules).sort(compareResults)
}

function resultsOfRule(rule: Rule, facts: Facts): Result[] {
  const unread = unreadOf(rule, facts)
  if (unread !== undefined) return [ofRule(rule, unread)]
  const results: Result[] = []
  if (rule.workload) {
    for (const workload of facts.workloads) results.push(...resultsOf(rule, workload, rule.workload(workload, facts)))
  }
  for (const [kind, judge] of Object.entries(rule.objects ?? {})) {
    const kinds = kind === EVERY_KIND ? facts.kinds : [kind]
    for (const subject of kinds.flatMap(facts.objects)) results.push(...resultsOf(rule, subject, judge(subject, facts)))
  }
  return results.length === 0 && rule.absence !== undefined ? [ofRule(rule, rule.absence)] : results
}

/** That a rule cannot be asked at all. */
export function ofRule(rule: Rule, why: string): Result {
  return { ...about(rule, NO_OBJECT), state: 'not_assessable', text: why }
}

/** Why the rule cannot be asked: a kind that it reads could not be read, or what it says itself. */
export function unreadOf(rule: Rule, facts: Facts): string | undefined {
  const missing = (rule.reads ?? []).filter((kind) => facts.isUnread(kind))
  const [kind] = missing
  if (kind === undefined) return rule.unasked?.(facts)
  return `${missing.join(', ')} could not be read (${facts.unread.get(kind)}).`
}

/** What a rule says of one object. */
export function resultsOf(
  rule: Rule,
  { ref, object }: Pick<Subject, 'ref'> & Partial<Subject>,
  judgement: Judgement,
): Result[] {
  if (judgement === undefined) return []
  if (!isAssessed(judgement)) return [{ ...about(rule, ref), state: 'not_assessable', text: judgement.notAssessable }]
  if (judgement.length === 0) return [{ ...about(rule, ref), state: 'pass', text: '' }]
  return judgement.map((failure) => ({
    rule: rule.id,
    state: 'fail',
    object: failure.reported ?? ref,
    path: pathText(failure.path),
    stablePath: stablePathText(object, failure.path),
    text: failure.text,
    failure,
    inObject: ref,
  }))
}

function about(rule: Rule, object: ObjectRef): Pick<Result, 'rule' | 'object' | 'path' | 'stablePath'> {
  return { rule: rule.id, object, path: '', stablePath: '' }
}

/** Failures that say less of a fault than another one of the same object name it. */
function underTheGravest(results: readonly Result[], rules: readonly Rule[]): Result[] {
  const under = createCovering(rules)
  const byObject = Map.groupBy(results, ({ inObject }) => keyOf(inObject ?? NO_OBJECT))
  return [...byObject.values()].flatMap(under)
}

/** What puts failures of one object under those that say more of them. */
export function createCovering(rules: readonly Rule[]): (results: readonly Result[]) => readonly Result[] {
  const covers = new Map(rules.flatMap((rule) => (rule.covers ? [[rule.id, new Set(rule.covers)] as const] : [])))
  const order = new Map(rules.map((rule, at) => [rule.id, RULE_SEVERITIES.indexOf(rule.severity) * rules.length + at]))
  return (results) => {
    const covering = results.filter(({ rule, state }) => state === 'fail' && covers.has(rule))
    if (covering.length === 0) return results
    return results.map((result) => {
      const { failure } = result
      if (result.state !== 'fail' || !failure) return result
      const place = placeOf(failure)
      const [gravest] = covering
        .filter((one) => covers.get(one.rule)?.has(result.rule) && one.failure && isWithin(place, placeOf(one.failure)))
        .sort((a, b) => (order.get(a.rule) ?? 0) - (order.get(b.rule) ?? 0))
      return gravest ? { ...result, under: gravest.rule } : result
    })
  }
}

function placeOf({ place, path }: Failure): Path {
  return place ?? path
}

export function keyOf({ kind, namespace, name }: ObjectRef): string {
  return `${kind}/${namespace}/${name}`
}

/** The order of an answer. */
export function compareResults(a: Result, b: Result): number {
  return (
    compare(a.rule, b.rule) ||
    RESULT_STATES.indexOf(a.state) - RESULT_STATES.indexOf(b.state) ||
    compare(a.object.namespace, b.object.namespace) ||
    compare(a.object.kind, b.object.kind) ||
    compare(a.object.name, b.object.name) ||
    compare(a.path, b.path) ||
    compare(a.text, b.text) ||
    // What one subject has by two bindings.
    compare(keyOf(a.inObject ?? NO_OBJECT), keyOf(b.inObject ?? NO_OBJECT))
  )
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}
