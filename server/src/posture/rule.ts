import type { KubernetesObject, ObjectRef } from '../kubernetes/object.ts'
import type { Facts } from './facts.ts'
import type { Requirement } from './frameworks.ts'
import type { Path } from './path.ts'
import type { Subject, Workload } from './subject.ts'

/** How bad, the worst first. */
export const RULE_SEVERITIES = ['critical', 'high', 'medium', 'low'] as const
export type RuleSeverity = (typeof RULE_SEVERITIES)[number]

/**
 * A configuration rule. One is a file, and a line in `rules/list-of-rules.ts`. What it judges it names by the functions that it has: what makes
 * pods, and objects by their kind. Judging is pure, and never throws for what an object holds: objects come from outside.
 */
export interface Rule {
  /** `KC-` and three digits. */
  readonly id: string
  /** What is wrong where it fails, such as `Privileged container`. */
  readonly title: string
  readonly severity: RuleSeverity
  readonly frameworks: readonly Requirement[]
  /** What somebody can do with it; one or two sentences. */
  readonly why: string
  /** How to set it right; one or two sentences. */
  readonly remedy: string
  /** Why there is no patch for what fails; left out by rules that give one. */
  readonly noPatch?: string
  /** Pods that stand for themselves, and every kind with a template of pods. */
  readonly workload?: (workload: Workload, facts: Facts) => Judgement
  /** By kind; `EVERY_KIND` for all. */
  readonly objects?: Readonly<Record<string, (subject: Subject, facts: Facts) => Judgement>>
  /**
   * Kinds of other objects that decide, too. When one of them could not be read, nothing is said of anything; when an object of them changes,
   * what the rule judges in its namespace is judged anew, or in all of the cluster for one that is in none.
   */
  readonly reads?: readonly string[]
  /** Why nothing can be said in a cluster in which the rule has nothing to judge, where that is no good news. */
  readonly absence?: string
  /** Why the rule cannot be asked of any object as things stand; undefined when it can. Asked before it judges with new facts. */
  readonly unasked?: (facts: Facts) => string | undefined
  /** Whether it asks `facts.exposureOf`: it judges all anew when exposures have changed. */
  readonly readsExposures?: true
  /** Rules that say less of the same fault: where one fails within the `place` of a failure of this one, it stands under it. */
  readonly covers?: readonly string[]
}

/** What a rule that judges objects of any kind names as their kind. */
export const EVERY_KIND = '*'

/** Failures, none for what is right; `undefined` for what the rule is not about; or why nothing can be said. */
export type Judgement = readonly Failure[] | NotAssessable | undefined

export interface Failure {
  readonly path: Path
  /** What is wrong there, a sentence. Holds no value that may be a secret. */
  readonly text: string
  /** What makes it right; undefined where that is not known. */
  readonly fix?: Fix
  /** What covers and is covered is compared by it; `path` when it is left out. */
  readonly place?: Path
  /** Who or what has the fault where that is not the object itself: the subject of a binding. */
  readonly reported?: ObjectRef
  /** Other objects that it comes from. */
  readonly related?: readonly ObjectRef[]
}

export interface NotAssessable {
  readonly notAssessable: string
}

export type Fix =
  /** One after the other, in the object that was judged or in `of`. */
  | { readonly edits: readonly Edit[]; readonly of?: ObjectRef }
  /** An object that is made beside it. */
  | { readonly applies: KubernetesObject }
  | { readonly deletes: ObjectRef }

/** A change of an object: a value is put somewhere, its surroundings made where they are missing; or it is taken away. */
export type Edit = { readonly path: Path; readonly value: unknown } | { readonly path: Path; readonly remove: true }

export function isAssessed(judgement: NonNullable<Judgement>): judgement is readonly Failure[] {
  return Array.isArray(judgement)
}
