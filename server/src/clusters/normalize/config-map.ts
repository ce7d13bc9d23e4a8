import { isFields, storable } from '../../kubernetes/fields.ts'
import type { Masker } from '../../secrets/mask.ts'
import { metadataContent } from './content.ts'
import type { Normalizer } from './normalizer.ts'

/** A key of a ConfigMap, and which kinds of credentials its value holds. Of the value itself nothing is kept. */
export interface ConfigMapKey {
  readonly name: string
  /** Ids of patterns; empty when it holds none that is known. */
  readonly patterns: readonly string[]
}

export const configMapNormalizer: Normalizer = {
  kinds: ['ConfigMap'],
  normalize: (object, _identity, { masker }) => ({
    content: () => ({
      metadata: metadataContent(object),
      ...(object['immutable'] === true ? { immutable: true } : {}),
      keys: keysOf(object['data'], (name, value) => patternsOfValue(masker, name, value)),
      binaryKeys: keysOf(object['binaryData'], () => []),
    }),
    assets: () => [],
  }),
}

/** Beyond this much of a value nothing is looked for: it would keep others from their turn. */
const MOST_CHARACTERS = 256 * 1024

/** Which patterns a value of a ConfigMap matches, by its key and by itself. */
export function patternsOfValue(masker: Masker, name: string, value: unknown): string[] {
  return typeof value === 'string' ? masker.patterns(name, value.slice(0, MOST_CHARACTERS)) : []
}

function keysOf(data: unknown, patterns: (name: string, value: unknown) => string[]): ConfigMapKey[] {
  if (!isFields(data)) return []
  const names = Object.keys(data).sort()
  return names.map((name) => ({ name: storable(name.slice(0, 253)), patterns: patterns(name, data[name]) }))
}
