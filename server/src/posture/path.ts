/** Where something stands in an object: names of fields and positions in lists, from the outside in. */
export type Path = readonly (string | number)[]

/** Fields whose keys are the users' own. */
const MAPS = new Set(['data', 'binaryData', 'labels', 'annotations', 'matchLabels', 'parameters', 'nodeSelector'])

/**
 * As people write it: `spec.containers[0].image`, `data[DB_URL]`; and beside it with the names of members of lists in the place of their
 * positions where they have one: the same place keeps the same text when another member comes before it.
 */
export function pathTexts(object: unknown, path: Path): { readonly path: string; readonly stablePath: string } {
  // Joined at the end: texts that grow part by part are kept in all their parts.
  const written: string[] = []
  let stable: string[] | undefined
  let value = object
  for (let at = 0; at < path.length; at++) {
    const part = path[at]
    value = part === undefined ? undefined : memberOf(value, part)
    const text = partText(path, at)
    const name = typeof part === 'number' ? memberOf(value, 'name') : undefined
    if (typeof name === 'string' && name !== '') stable ??= [...written]
    stable?.push(typeof name === 'string' && name !== '' ? `[${name}]` : text)
    written.push(text)
  }
  const text = written.join('')
  return { path: text, stablePath: stable?.join('') ?? text }
}

function partText(path: Path, at: number): string {
  const part = path[at]
  if (part === undefined) return ''
  if (typeof part === 'number') return `[${part}]`
  const before = path[at - 1]
  if ((typeof before === 'string' && MAPS.has(before)) || !/^[A-Za-z_$][\w-]*$/.test(part)) return `[${part}]`
  return at === 0 ? part : `.${part}`
}

/** Source: RFC 6901. */
export function pathPointer(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** What stands there; undefined where nothing does. */
export function valueAt(object: unknown, path: Path): unknown {
  let value = object
  for (const part of path) value = memberOf(value, part)
  return value
}

function memberOf(value: unknown, part: string | number): unknown {
  if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
  return (value as Record<string | number, unknown>)[part]
}

/** Whether `inner` is `outer`, or stands in what is there. */
export function isWithin(inner: Path, outer: Path): boolean {
  return outer.length <= inner.length && outer.every((part, at) => part === inner[at])
}
