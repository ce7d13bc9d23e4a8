import { Document, Scalar, visit } from 'yaml'

/**
 * A value as YAML that readers of version 1.1 and 1.2 take for the same: texts stand in quotes unless they are words that no version takes
 * for anything else.
 */
export function yamlText(value: unknown): string {
  const document = new Document(value, { aliasDuplicateObjects: false })
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string') scalar.type = isPlain(scalar.value) ? Scalar.PLAIN : Scalar.QUOTE_DOUBLE
    },
  })
  return document.toString({ lineWidth: 0 })
}

function isPlain(text: string): boolean {
  // Some readers take `e0` for a number.
  return (
    /^(?!e\d)[A-Za-z][A-Za-z0-9]*(?:[-./][A-Za-z0-9]+)*$/i.test(text) && !WORDS_WITH_MEANING.has(text.toLowerCase())
  )
}

/** Source: YAML 1.1, language-independent types `bool` and `null`. */
const WORDS_WITH_MEANING = new Set(['y', 'n', 'yes', 'no', 'on', 'off', 'true', 'false', 'null'])
