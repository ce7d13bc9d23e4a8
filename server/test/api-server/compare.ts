import type { NormalAnswer, Question } from './transcript.ts'

/** Two answers, reduced to what has to be equal. */
export function comparable(
  real: NormalAnswer,
  other: NormalAnswer,
  how: Question['compare'] = 'exact',
): readonly [unknown, unknown] {
  if (how === 'shape') return [shapeOf(real), shapeOf(other)]
  if (how === 'known') return knownToBoth(real, other)
  return [real, other]
}

/** Names and types of all fields; of the members of a list each shape once. Status and content type stay as they are. */
function shapeOf({ body, ...rest }: NormalAnswer): unknown {
  return { ...rest, shape: shape(body) }
}

function shape(value: unknown): unknown {
  if (Array.isArray(value)) {
    const shapes = new Map(value.map((member) => [JSON.stringify(shape(member)), shape(member)]))
    return [...shapes.keys()].sort().map((key) => shapes.get(key))
  }
  if (typeof value !== 'object' || value === null) return value === null ? 'null' : typeof value
  return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, shape(member)]))
}

/** Lists of named things lose what only one of the two has, and are put in the order of the names. */
function knownToBoth(a: unknown, b: unknown): readonly [unknown, unknown] {
  if (Array.isArray(a) && Array.isArray(b)) return listsKnownToBoth(a, b)
  if (!isRecord(a) || !isRecord(b)) return [a, b]
  const left: Record<string, unknown> = {}
  const right: Record<string, unknown> = {}
  for (const name of new Set([...Object.keys(a), ...Object.keys(b)])) {
    const [one, two] = knownToBoth(a[name], b[name])
    if (name in a) left[name] = one
    if (name in b) right[name] = two
  }
  return [left, right]
}

function listsKnownToBoth(a: readonly unknown[], b: readonly unknown[]): readonly [unknown, unknown] {
  const pairs = a
    .map((member) => [nameOf(member), member, b.find((other) => nameOf(other) === nameOf(member))] as const)
    .filter(([name, , other]) => name === undefined || other !== undefined)
    .toSorted(([one], [two]) => (String(one) < String(two) ? -1 : 1))
    .map(([, one, two]) => knownToBoth(one, two))
  return [pairs.map(([one]) => one), pairs.map(([, two]) => two)]
}

function nameOf(member: unknown): string | undefined {
  if (typeof member === 'string') return member
  if (!isRecord(member)) return undefined
  const { name, resource, version, metadata } = member
  const told = resource ?? name ?? version ?? (isRecord(metadata) ? (metadata['name'] ?? '') : undefined)
  return told === undefined ? undefined : String(told)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
