import { textOf } from './fields.ts'
import { type Requirement, type Selector, selectorOf } from './label-selector.ts'

/**
 * A selector in Calico's language, as far as it is a conjunction of what Kubernetes can say too. Undefined for all else, and where there is none.
 * Source: Calico, "Selectors": `all()`, `has(k)`, `!has(k)`, `k == 'v'`, `k != 'v'`, `k in {'a', 'b'}`, `k not in {…}`, `&&`.
 */
export function readCalicoSelector(value: unknown): Selector | undefined {
  const text = textOf(value, 4_096).trim()
  if (text === '') return undefined
  const requirements: Requirement[] = []
  for (const term of text.split('&&')) {
    const read = readTerm(term.trim())
    if (!read) return undefined
    requirements.push(...read)
  }
  return selectorOf(requirements)
}

const KEY = String.raw`([\w./-]+)`
const VALUE = `(?:"([^"]*)"|'([^']*)')`
const HAS = new RegExp(String.raw`^(!?)\s*has\(\s*${KEY}\s*\)$`)
const EQUALS = new RegExp(String.raw`^${KEY}\s*([!=]=)\s*${VALUE}$`)
const IN = new RegExp(String.raw`^${KEY}\s+(not\s+)?in\s*\{([^{}]*)\}$`)

/** Undefined for a term that is not understood; none for `all()`. */
function readTerm(term: string): Requirement[] | undefined {
  if (term === 'all()') return []
  const has = HAS.exec(term)
  if (has) return [{ key: has[2] ?? '', operator: has[1] ? 'DoesNotExist' : 'Exists', values: [] }]
  const equals = EQUALS.exec(term)
  if (equals) {
    const [, key = '', operator, double, single] = equals
    return [{ key, operator: operator === '==' ? 'In' : 'NotIn', values: [double ?? single ?? ''] }]
  }
  const within = IN.exec(term)
  if (!within) return undefined
  const [, key = '', not, list = ''] = within
  const values = list.split(',').map((text) => /^\s*(?:"([^"]*)"|'([^']*)')\s*$/.exec(text))
  if (values.some((match) => !match)) return undefined
  return [{ key, operator: not ? 'NotIn' : 'In', values: values.map((match) => match?.[1] ?? match?.[2] ?? '') }]
}
