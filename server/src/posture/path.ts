/** Where something stands in an object: names of fields and positions in lists, from the outside in. */
export type Path = readonly (string | number)[]

/** Fields whose keys are the users' own. */
const MAPS = new Set(['data', 'binaryData', 'labels', 'annotations', 'matchLabels', 'parameters', 'nodeSelector'])

/** As people write it: `spec.containers[0].image`, `data[DB_URL]`. */
export function pathText(path: Path): string {
  return path
    .map((part, at) => {
      if (typeof part === 'number') return `[${part}]`
      if (part.startsWith('[')) return part
      if (MAPS.has(String(path[at - 1])) || !/^[A-Za-z_$][\w-]*$/.test(part)) return `[${part}]`
      return at === 0 ? part : `.${part}`
    })
    .join('')
}

/**
 * As `pathText`, with the names of members of lists in the place of their positions where they have one: the same place keeps the same text when
 * another member comes before it.
 */
export function stablePathText(object: unknown, path: Path): string {
  return pathText(
    path.map((part, at) => {
      const name = typeof part === 'number' ? valueAt(object, [...path.slice(0, at + 1), 'name']) : undefined
      return typeof name === 'string' && name !== '' ? `[${name}]` : part
    }),
  )
}

/** Source: RFC 6901. */
export function pathPointer(path: Path): string {
  return path.map((part) => `/${String(part).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('')
}

/** What stands there; undefined where nothing does. */
export function valueAt(object: unknown, path: Path): unknown {
  let value = object
  for (const part of path) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, part)) return undefined
    value = (value as Record<string | number, unknown>)[part]
  }
  return value
}

/** Whether `inner` is `outer`, or stands in what is there. */
export function isWithin(inner: Path, outer: Path): boolean {
  return outer.length <= inner.length && outer.every((part, at) => part === inner[at])
}
