import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import type { Facts } from './facts.ts'
import type { Failure, Judgement, Rule, RuleSeverity } from './rule.ts'
import { type Container, type Subject, WORKLOAD_KINDS, type Workload } from './subject.ts'

/** A rule that users wrote: an expression that tells what is wrong. */
export interface CustomRuleSource {
  /** `CU-` and what tells it from others. */
  readonly id: string
  readonly title: string
  readonly severity: RuleSeverity
  /** Kinds of objects that it judges, as in `kind:`; `Workload` stands for all that make pods. */
  readonly kinds: readonly string[]
  /** What is asked: the object as a whole, or each container of a workload. */
  readonly each: 'object' | 'container'
  /** In the Common Expression Language; true of what is wrong. It may use VARIABLES. */
  readonly expression: string
  readonly why: string
  readonly remedy: string
}

/** What an expression may use, with what it is. */
export const VARIABLES = {
  object: 'The object as it is written.',
  metadata: 'Its metadata: name, namespace, labels, annotations.',
  spec: 'Of a workload, the specification of its pods; of anything else, its `spec`.',
  container: 'The container, where each one is asked.',
} as const

/** An expression that cannot be used, and what to do about it. */
export class ExpressionError extends Error {
  override readonly name = 'ExpressionError'
}

const MOST_CHARACTERS = 2_000
/** Loops within loops: each goes over a list of an object from outside. */
const MOST_NESTED = 2
/** Members of a list that a loop within a loop may go over. */
const MOST_MEMBERS = 1_000

/** Throws `ExpressionError`. Regular expressions in it are RE2's, which take no longer than the text is long. */
export function customRule(source: CustomRuleSource): Rule {
  const { id, title, severity, kinds, each, why, remedy } = source
  const ask = compiled(source.expression, each)
  const judge = (subject: Subject, spec: unknown): Judgement => {
    const answer = ask(subject, spec, undefined)
    if (typeof answer === 'string') return { notAssessable: answer }
    return answer ? [{ path: [], text: `${title}.` }] : []
  }
  const others = kinds.filter((kind) => kind !== 'Workload' && !WORKLOAD_KINDS.includes(kind))
  const judged = new Set(kinds)
  const ofWorkload = (workload: Workload): Judgement => {
    if (!judged.has('Workload') && !judged.has(workload.ref.kind)) return undefined
    return each === 'object' ? judge(workload, workload.spec) : judgedContainers(workload, title, ask)
  }
  return {
    id,
    title,
    severity,
    frameworks: [],
    why,
    remedy,
    noPatch: 'A rule of your own tells what is wrong, and no patch.',
    ...(others.length < kinds.length ? { workload: ofWorkload } : {}),
    objects: Object.fromEntries(
      others.map((kind) => [kind, (subject: Subject, _facts: Facts) => judge(subject, subject.object['spec'])]),
    ),
  }
}

/** Whether something is wrong; a sentence where that cannot be told. */
type Ask = (subject: Subject, spec: unknown, container: Container | undefined) => boolean | string

function judgedContainers(workload: Workload, title: string, ask: Ask): Judgement {
  const failures: Failure[] = []
  for (const container of workload.containers) {
    const answer = ask(workload, workload.spec, container)
    if (typeof answer === 'string') return { notAssessable: `Container ${container.name}: ${answer}` }
    if (answer) failures.push({ path: container.path, text: `Container ${container.name}: ${title}.` })
  }
  return failures
}

function compiled(expression: string, each: CustomRuleSource['each']): Ask {
  if (expression.trim() === '') throw new ExpressionError('Write an expression that is true of what is wrong.')
  if (expression.length > MOST_CHARACTERS)
    throw new ExpressionError(`An expression may have ${MOST_CHARACTERS} characters.`)
  const parsed = parsedExpression(expression)
  const nested = looked(
    parsed.expr,
    new Set(each === 'container' ? NAMES : NAMES.filter((name) => name !== 'container')),
  )
  if (nested > MOST_NESTED) throw new ExpressionError(`Loops may stand ${MOST_NESTED} deep in one another.`)
  const evaluate = plan(ENVIRONMENT, parsed)
  const answerOf = (values: Record<string, CelInput>): boolean | string => {
    const answer = evaluate(values)
    if (isCelError(answer)) return `The expression has no answer: ${answer.message.slice(0, 200)}.`
    return typeof answer === 'boolean' ? answer : 'The expression is neither true nor false.'
  }
  return (subject, spec, container) => {
    const values = { object: subject.object, metadata: subject.object.metadata, spec, container: container?.fields }
    if (nested > 1 && isTooLong(values))
      return `A list of it has more than ${MOST_MEMBERS} members, and the expression loops within a loop.`
    return answerOf(Object.fromEntries(Object.entries(values).map(([name, value]) => [name, celInput(value)])))
  }
}

const ENVIRONMENT = celEnv({ funcs: [...strings] })
const NAMES = Object.keys(VARIABLES)
const TYPE_NAMES = new Set([
  'bool',
  'bytes',
  'double',
  'int',
  'list',
  'map',
  'null_type',
  'string',
  'type',
  'uint',
  'dyn',
])

function parsedExpression(expression: string): ReturnType<typeof parse> {
  try {
    return parse(expression)
  } catch (error) {
    throw new ExpressionError(`This is no expression: ${error instanceof Error ? placedText(error.message) : ''}.`)
  }
}

/** The parser tells of its input as of a file. */
function placedText(message: string): string {
  return message.replace(/^<input>:(\d+):(\d+): /, 'line $1, column $2: ').slice(0, 300)
}

type Expression = ReturnType<typeof parse>['expr']

/** How deep loops stand in one another. Throws for a name that stands for nothing. */
function looked(expression: Expression | undefined, names: ReadonlySet<string>): number {
  const kind = expression?.exprKind
  if (!kind) return 0
  const deepest = (parts: readonly (Expression | undefined)[]) =>
    parts.reduce((most, part) => Math.max(most, looked(part, names)), 0)
  switch (kind.case) {
    case 'identExpr': {
      const { name } = kind.value
      if (names.has(name) || TYPE_NAMES.has(name)) return 0
      throw new ExpressionError(
        `Nothing is called ${name.slice(0, 64)}. An expression may use ${[...names].join(', ')}.`,
      )
    }
    case 'selectExpr':
      return looked(kind.value.operand, names)
    case 'callExpr': {
      const { function: called, target, args } = kind.value
      // Operators have names that no identifier has.
      if (/^[A-Za-z]/.test(called) && !ENVIRONMENT.funcs.find(called))
        throw new ExpressionError(`There is no function ${called.slice(0, 64)}.`)
      return deepest([target, ...args])
    }
    case 'listExpr':
      return deepest(kind.value.elements)
    case 'structExpr':
      return deepest(kind.value.entries.map(({ value }) => value))
    case 'comprehensionExpr': {
      const { iterVar, iterVar2, accuVar, iterRange, accuInit, loopCondition, loopStep, result } = kind.value
      const within = new Set([...names, iterVar, iterVar2, accuVar])
      const inner = [accuInit, loopCondition, loopStep, result].reduce(
        (most, part) => Math.max(most, looked(part, within)),
        0,
      )
      return Math.max(1 + inner, looked(iterRange, names))
    }
    default:
      return 0
  }
}

function isTooLong(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false
  const members = Object.values(value)
  return members.length > MOST_MEMBERS || members.some(isTooLong)
}

/** JSON has one kind of number, the language two: a whole one is an `int`, as it is in the Kubernetes API. */
function celInput(value: unknown): CelInput {
  if (Array.isArray(value)) return value.map(celInput)
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, inner]) => [key, celInput(inner)]))
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  return typeof value === 'string' || typeof value === 'boolean' ? value : value === undefined ? new Map() : null
}
