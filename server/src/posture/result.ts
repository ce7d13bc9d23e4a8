import { compareTexts } from '../kubernetes/compare-texts.ts'
import { keyOf, type ObjectRef } from '../kubernetes/object.ts'
import type { Facts } from './facts.ts'
import { pathTexts } from './path.ts'
import type { Failure, NotAssessable, Rule } from './rule.ts'

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

/** That a rule cannot be asked at all. */
export function ofRule(rule: Rule, why: string): Result {
  return { ...about(rule, NO_OBJECT), state: 'not_assessable', text: why }
}

/** That a rule finds all right in an object. There are very many: written out, it takes half the room of a copy. */
export function passOf(rule: Rule, ref: ObjectRef): Result {
  return { rule: rule.id, object: ref, path: '', stablePath: '', state: 'pass', text: '' }
}

/** Why the rule cannot be asked: a kind that it reads could not be read, or what it says itself. */
export function unreadOf(rule: Rule, facts: Facts): string | undefined {
  const missing = (rule.reads ?? []).filter((kind) => facts.isUnread(kind))
  const [kind] = missing
  if (kind === undefined) return rule.unasked?.(facts)
  return `${missing.join(', ')} could not be read (${facts.unread.get(kind)}).`
}

/** That a rule can say nothing of an object. */
export function unknownResult(rule: Rule, ref: ObjectRef, { notAssessable }: NotAssessable): Result {
  return { ...about(rule, ref), state: 'not_assessable', text: notAssessable }
}

/** That a rule fails at one place of an object; `under` is the rule that says more of the same fault. */
export function failureResult(
  rule: Rule,
  { ref, object }: { readonly ref: ObjectRef; readonly object: unknown },
  failure: Failure,
  under: string | undefined,
): Result {
  const { path, stablePath } = pathTexts(object, failure.path)
  const result: Result = {
    rule: rule.id,
    state: 'fail',
    object: failure.reported ?? ref,
    path,
    stablePath,
    text: failure.text,
    failure,
    inObject: ref,
  }
  return under === undefined ? result : { ...result, under }
}

function about(rule: Rule, object: ObjectRef): Pick<Result, 'rule' | 'object' | 'path' | 'stablePath'> {
  return { rule: rule.id, object, path: '', stablePath: '' }
}

/** The order of an answer. */
export function compareResults(a: Result, b: Result): number {
  return (
    compareTexts(a.rule, b.rule) ||
    RESULT_STATES.indexOf(a.state) - RESULT_STATES.indexOf(b.state) ||
    comparePlaces(a.object, b.object) ||
    compareTexts(a.path, b.path) ||
    compareTexts(a.text, b.text) ||
    // What one subject has by two bindings.
    compareTexts(keyOf(a.inObject ?? NO_OBJECT), keyOf(b.inObject ?? NO_OBJECT))
  )
}

/** The order of objects in an answer. */
export function comparePlaces(a: ObjectRef, b: ObjectRef): number {
  return compareTexts(a.namespace, b.namespace) || compareTexts(a.kind, b.kind) || compareTexts(a.name, b.name)
}
