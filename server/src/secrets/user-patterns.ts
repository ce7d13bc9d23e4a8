/**
 * Regular expressions that users wrote. One that cannot be read, is too long or could take for ever matches nothing, and only the beginning
 * of a text is searched.
 */
export function matchesPattern(pattern: string, text: string): boolean {
  return compiled(pattern)?.test(text.slice(0, MOST_TEXT)) ?? false
}

/** Whether it can be read, and never takes long. */
export function isSafePattern(pattern: string): boolean {
  return compiled(pattern) !== undefined
}

const MOST_PATTERN = 256
const MOST_TEXT = 4_096
const MOST_KEPT = 256
const kept = new Map<string, RegExp | undefined>()

function compiled(pattern: string): RegExp | undefined {
  if (kept.has(pattern)) return kept.get(pattern)
  const made = isBounded(pattern) ? compile(pattern) : undefined
  if (kept.size >= MOST_KEPT) kept.clear()
  kept.set(pattern, made)
  return made
}

/** Whether no repetition or alternative stands within a repetition, no text is repeated by reference, and few repetitions stand in a row. */
function isBounded(pattern: string): boolean {
  if (pattern === '' || pattern.length > MOST_PATTERN || /\\[1-9k]/.test(pattern)) return false
  const plain = pattern.replace(/\\./g, 'x').replace(/\[\^?\]?[^\]]*\]/g, 'x')
  const isNested = /\([^()]*[*+{|][^()]*\)\s*[*+{]/.test(plain) || /\)[^()]*\)\s*[*+{]/.test(plain)
  const unbounded = plain.match(/[*+]|\{\d*,\}/g)?.length ?? 0
  return !isNested && unbounded <= 3
}

function compile(pattern: string): RegExp | undefined {
  try {
    return new RegExp(pattern, 'i')
  } catch {
    return undefined
  }
}
