import { compareTexts } from './compare-texts.ts'
import { fieldsOf, isFields, listOf } from './fields.ts'

/** A label selector as its requirements, all of which have to hold. None at all: everything is selected. */
export interface Selector {
  readonly requirements: readonly Requirement[]
  /** Equal for selectors that say the same. */
  readonly key: string
}

export interface Requirement {
  readonly key: string
  readonly operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'
  readonly values: readonly string[]
}

export const EVERYTHING: Selector = selectorOf([])

/**
 * A LabelSelector of an object; an empty one selects everything, as does one that is not there: whoever means otherwise looks first.
 * Undefined for one that no API server would take.
 * Source: Kubernetes API, meta/v1 LabelSelector: matchLabels and matchExpressions are ANDed; NotIn holds where the key is absent.
 */
export function readSelector(value: unknown): Selector | undefined {
  if (value === undefined || value === null) return EVERYTHING
  if (!isFields(value)) return undefined
  const { matchLabels, matchExpressions, ...others } = value
  if (
    Object.keys(others).length > 0 ||
    !isAbsentOr(matchLabels, isFields) ||
    !isAbsentOr(matchExpressions, Array.isArray)
  )
    return undefined
  const requirements: Requirement[] = []
  for (const [key, wanted] of Object.entries(fieldsOf(matchLabels))) {
    if (typeof wanted !== 'string') return undefined
    requirements.push({ key, operator: 'In', values: [wanted] })
  }
  const expressions = listOf(matchExpressions)
  if (Array.isArray(matchExpressions) && expressions.length !== matchExpressions.length) return undefined
  for (const expression of expressions) {
    const requirement = readExpression(expression)
    if (!requirement) return undefined
    requirements.push(requirement)
  }
  return selectorOf(requirements)
}

export function selectorOf(requirements: readonly Requirement[]): Selector {
  const sorted = requirements
    .map(({ key, operator, values }) => ({ key, operator, values: [...new Set(values)].sort() }))
    .map((requirement) => ({ requirement, text: JSON.stringify(requirement) }))
    .sort((a, b) => compareTexts(a.text, b.text))
  return { requirements: sorted.map(({ requirement }) => requirement), key: sorted.map(({ text }) => text).join() }
}

/** Whether `labels` satisfy all requirements. */
export function selects(selector: Selector, labels: Readonly<Record<string, string>>): boolean {
  return selector.requirements.every(({ key, operator, values }) => {
    const value = Object.hasOwn(labels, key) ? labels[key] : undefined
    if (operator === 'Exists') return value !== undefined
    if (operator === 'DoesNotExist') return value === undefined
    return (value !== undefined && values.includes(value)) === (operator === 'In')
  })
}

function readExpression({ key, operator, values }: Readonly<Record<string, unknown>>): Requirement | undefined {
  if (typeof key !== 'string') return undefined
  if (operator === 'Exists' || operator === 'DoesNotExist') return { key, operator, values: [] }
  if (operator !== 'In' && operator !== 'NotIn') return undefined
  if (!Array.isArray(values) || values.length === 0 || !values.every((value) => typeof value === 'string'))
    return undefined
  return { key, operator, values }
}

function isAbsentOr(value: unknown, is: (value: unknown) => boolean): boolean {
  return value === undefined || value === null || is(value)
}
