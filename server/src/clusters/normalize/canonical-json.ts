import { hash } from 'node:crypto'

/** Deeper than any object of Kubernetes, and shallow enough for our stack. */
const MOST_DEPTH = 100

/**
 * JSON with sorted keys: equal values have equal texts, whatever the order in which a server or a file writes them. Without
 * NUL characters and half surrogate pairs, which PostgreSQL does not store in jsonb. Throws `RangeError` for what is nested too deeply.
 */
export function canonicalJson(value: unknown): string {
  const text = write(value, 0)
  return UNSTORABLE.test(text) ? write(JSON.parse(text, storableValue), 0) : text
}

/**
 * JSON with keys as they come: for a source that always writes an object in the same order, as API servers do. A fifth of the time.
 * What cannot be stored is left out of it as well. To be given nothing that is nested too deeply for `canonicalJson`.
 */
export function plainJson(value: unknown): string {
  const text = JSON.stringify(value)
  return UNSTORABLE.test(text) ? canonicalJson(value) : text
}

/** A key for equality: 43 characters. */
export function hashOf(text: string): string {
  return hash('sha256', text, 'base64url')
}

// As JSON escapes them; an escaped backslash in front makes this say yes in vain, which costs time only.
const UNSTORABLE = /\\u(?:0000|d[89a-f])/

function storableValue(_key: string, value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, member]) => [key.replaceAll('\0', '').toWellFormed(), member]),
  )
}

function write(value: unknown, depth: number): string {
  if (typeof value === 'string') return JSON.stringify(value)
  if (typeof value !== 'object' || value === null) return JSON.stringify(value) ?? 'null'
  if (depth >= MOST_DEPTH) throw new RangeError('The object is nested too deeply.')
  if (Array.isArray(value)) return writeList(value, depth)
  return writeObject(value as Record<string, unknown>, depth)
}

function writeList(list: readonly unknown[], depth: number): string {
  let text = '['
  for (const [i, member] of list.entries()) text += (i === 0 ? '' : ',') + write(member, depth + 1)
  return `${text}]`
}

function writeObject(object: Record<string, unknown>, depth: number): string {
  let text = ''
  for (const key of Object.keys(object).sort()) {
    const member = object[key]
    if (member === undefined || key === '__proto__') continue
    text += `${text === '' ? '' : ','}${JSON.stringify(key)}:${write(member, depth + 1)}`
  }
  return `{${text}}`
}
