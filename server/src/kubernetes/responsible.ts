import { type Fields, fieldsOf, textOf } from './fields.ts'

/** Label and annotation keys that name who answers for something, unless a setting says otherwise. */
export const DEFAULT_OWNER_KEYS: readonly string[] = ['owner', 'team', 'squad', 'contact']

/** Keys as a setting holds them, separated by commas. */
export function ownerKeysOf(setting: string): string[] {
  return setting
    .split(',')
    .map((key) => key.trim())
    .filter((key) => key !== '')
}

/**
 * Who answers for workloads: the value of the first of the keys that is among a workload's labels or annotations, else among its
 * namespace's. A key without a prefix also stands for itself behind any prefix: `owner` for `example.com/owner`.
 */
export class Responsible {
  readonly #keys: readonly string[]
  readonly #namespaces = new Map<string, string>()

  constructor(keys: readonly string[] = DEFAULT_OWNER_KEYS) {
    this.#keys = keys
  }

  /** Remembers what a namespace's own metadata says. */
  addNamespace(name: string, metadata: unknown): void {
    this.#namespaces.set(name, this.#named(metadata))
  }

  /** Empty when nobody is named. */
  of(namespace: string, metadata: unknown): string {
    return this.#named(metadata) || (this.#namespaces.get(namespace) ?? '')
  }

  #named(metadata: unknown): string {
    const { labels, annotations } = fieldsOf(metadata)
    const sources = [fieldsOf(labels), fieldsOf(annotations)]
    for (const key of this.#keys) {
      for (const source of sources) {
        const value = textOf(source[key], 253) || prefixed(source, key)
        if (value) return value
      }
    }
    return ''
  }
}

function prefixed(source: Fields, key: string): string {
  if (key.includes('/')) return ''
  const found = Object.keys(source)
    .filter((one) => one.endsWith(`/${key}`))
    .sort()[0]
  return found === undefined ? '' : textOf(source[found], 253)
}
