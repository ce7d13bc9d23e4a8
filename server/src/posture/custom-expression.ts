import { type CelInput, celEnv, isCelError, parse, plan } from '@bufbuild/cel'
import { strings } from '@bufbuild/cel/ext'
import type { Fields } from '../kubernetes/fields.ts'
import type { KubernetesObject } from '../kubernetes/object.ts'

/** An expression that users wrote, and of what it is asked. */
export interface ExpressionSource {
  /** What is asked: the object as a whole, or each container of a workload. */
  readonly each: 'object' | 'container'
  /** In the Common Expression Language; true of what is wrong. It may use VARIABLES. */
  readonly expression: string
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

/** Of what expressions are asked. */
export interface Asked {
  readonly object: KubernetesObject
  /** Of a workload, the specification of its pods. */
  readonly spec: unknown
  /** Undefined for what makes no pods. */
  readonly containers: readonly { readonly name: string; readonly fields: Fields }[] | undefined
}

/** Whether something is wrong; where each container is asked, the positions of those that are; a sentence where that cannot be told. */
export type Said = boolean | string | readonly number[]

/** `Asked` as expressions take it, made once for all of them. */
export interface ExpressionInput {
  readonly object: CelInput
  readonly metadata: CelInput
  readonly spec: CelInput
  readonly containers: readonly { readonly name: string; readonly input: CelInput }[] | undefined
  /** Whether a list in it is too long to loop within a loop. */
  isTooLong(): boolean
}

const MOST_CHARACTERS = 2_000
/** Loops within loops: each goes over a list of an object from outside. */
const MOST_NESTED = 2
/** Members of a list that a loop within a loop may go over. */
const MOST_MEMBERS = 1_000

/** What is said by an expression. Throws `ExpressionError`. Regular expressions in it are RE2's, which take no longer than the text is long. */
export function expressionOf({ expression, each }: ExpressionSource): (input: ExpressionInput) => Said {
  const ask = compiled(expression, each)
  return (input) => {
    if (each === 'object' || !input.containers) return ask(input, EMPTY)
    const wrong: number[] = []
    for (const [at, { name, input: container }] of input.containers.entries()) {
      const answer = ask(input, container)
      if (typeof answer === 'string') return `Container ${name}: ${answer}`
      if (answer) wrong.push(at)
    }
    return wrong
  }
}

export function inputOf({ object, spec, containers }: Asked): ExpressionInput {
  // What stands in the object is turned into an input with it.
  const parts = new Map<unknown, CelInput | undefined>()
  for (const part of [object.metadata, spec, ...(containers ?? []).map(({ fields }) => fields)])
    parts.set(part, undefined)
  const whole = celInput(object, parts)
  const partOf = (part: unknown) => parts.get(part) ?? celInput(part, parts)
  let tooLong: boolean | undefined
  return {
    object: whole,
    metadata: partOf(object.metadata),
    spec: partOf(spec),
    containers: containers?.map(({ name, fields }) => ({ name, input: partOf(fields) })),
    isTooLong: () => {
      tooLong ??= isTooLong(object)
      return tooLong
    },
  }
}

/** Whether something is wrong; a sentence where that cannot be told. */
type Ask = (input: ExpressionInput, container: CelInput) => boolean | string

const EMPTY: CelInput = new Map()

function compiled(expression: string, each: ExpressionSource['each']): Ask {
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
  return (input, container) => {
    if (nested > 1 && input.isTooLong())
      return `A list of it has more than ${MOST_MEMBERS} members, and the expression loops within a loop.`
    const { object, metadata, spec } = input
    const answer = evaluate({ object, metadata, spec, container })
    if (isCelError(answer)) return `The expression has no answer: ${answer.message.slice(0, 200)}.`
    return typeof answer === 'boolean' ? answer : 'The expression is neither true nor false.'
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

/**
 * JSON has one kind of number, the language two: a whole one is an `int`, as it is in the Kubernetes API. `parts` are told what became of them
 * on the way.
 */
function celInput(value: unknown, parts: Map<unknown, CelInput | undefined>): CelInput {
  const made = celInputOf(value, parts)
  if (typeof value === 'object' && parts.has(value)) parts.set(value, made)
  return made
}

function celInputOf(value: unknown, parts: Map<unknown, CelInput | undefined>): CelInput {
  if (Array.isArray(value)) return value.map((one) => celInput(one, parts))
  if (typeof value === 'object' && value !== null)
    return new Map(Object.entries(value).map(([key, inner]) => [key, celInput(inner, parts)]))
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : value
  return typeof value === 'string' || typeof value === 'boolean' ? value : value === undefined ? EMPTY : null
}
