import { type Asked, type ExpressionSource, expressionOf, inputOf, type Said } from './custom-expression.ts'
import type { Facts } from './facts.ts'
import type { Judgement, Rule, RuleSeverity } from './rule.ts'
import { type Subject, WORKLOAD_KINDS, type Workload } from './subject.ts'

/** A rule that users wrote: an expression that tells what is wrong. */
export interface CustomRuleSource extends ExpressionSource {
  /** `CU-` and what tells it from others. */
  readonly id: string
  readonly title: string
  readonly severity: RuleSeverity
  /** Kinds of objects that it judges, as in `kind:`; `Workload` stands for all that make pods. */
  readonly kinds: readonly string[]
  readonly why: string
  readonly remedy: string
}

/**
 * `say` tells what the expression says; it is asked here and now when that is left out, for as long as it takes. Throws `ExpressionError` then.
 */
export function customRule(source: CustomRuleSource, say: (subject: Subject) => Said = saidHere(source)): Rule {
  const { id, title, severity, why, remedy } = source
  const { workloads, others } = judgedBy(source)
  return {
    id,
    title,
    severity,
    frameworks: [],
    why,
    remedy,
    noPatch: 'A rule of your own tells what is wrong, and no patch.',
    ...(workloads && {
      workload: (workload: Workload) =>
        workloads(workload.ref.kind) ? judgementOf(say(workload), title, workload) : undefined,
    }),
    objects: Object.fromEntries(
      others.map((kind) => [kind, (subject: Subject, _facts: Facts) => judgementOf(say(subject), title)]),
    ),
  }
}

/** What a rule judges: workloads, told by their kind, unless it judges none; and objects of other kinds. */
export interface JudgedBy {
  readonly workloads: ((kind: string) => boolean) | undefined
  readonly others: readonly string[]
}

export function judgedBy({ kinds }: Pick<CustomRuleSource, 'kinds'>): JudgedBy {
  const others = kinds.filter((kind) => kind !== 'Workload' && !WORKLOAD_KINDS.includes(kind))
  const named = new Set(kinds)
  return {
    workloads: others.length < kinds.length ? (kind) => named.has('Workload') || named.has(kind) : undefined,
    others,
  }
}

/** What its expression is asked of. */
export function askedOf(subject: Subject | Workload): Asked {
  if (!('specPath' in subject)) return { object: subject.object, spec: subject.object['spec'], containers: undefined }
  const containers = subject.containers.map(({ name, fields }) => ({ name, fields }))
  return { object: subject.object, spec: subject.spec, containers }
}

function saidHere(source: ExpressionSource): (subject: Subject) => Said {
  const say = expressionOf(source)
  return (subject) => say(inputOf(askedOf(subject)))
}

function judgementOf(said: Said, title: string, workload?: Workload): Judgement {
  if (typeof said === 'string') return { notAssessable: said }
  if (typeof said === 'boolean') return said ? [{ path: [], text: `${title}.` }] : []
  return said.flatMap((at) => {
    const container = workload?.containers[at]
    return container ? [{ path: container.path, text: `Container ${container.name}: ${title}.` }] : []
  })
}
