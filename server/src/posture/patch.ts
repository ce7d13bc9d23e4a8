import { isDeepStrictEqual } from 'node:util'
import { type Path, pathPointer, valueAt } from './path.ts'
import type { Edit } from './rule.ts'

/** One operation of a JSON patch. Source: RFC 6902. */
export type PatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }

/**
 * The JSON patch that makes the edits, one after the other. Before it changes a member of a list that has a name it tests that the member still
 * is the one that was judged: a list may have changed since.
 */
export function jsonPatch(object: unknown, edits: readonly Edit[]): PatchOperation[] {
  const operations: PatchOperation[] = []
  let now = object
  for (const written of edits) {
    const edit = { ...written, path: inLists(now, written.path) }
    operations.push(...testsOf(now, edit.path), ...operationsOf(now, edit))
    now = applyEdits(now, [edit])
  }
  // What was tested is still so until a member is taken away, which moves those behind it.
  const removed = operations.findIndex(({ op }) => op === 'remove')
  const isRepeated = (one: PatchOperation, at: number) =>
    one.op === 'test' && operations.findIndex((other) => isDeepStrictEqual(one, other)) < at
  return operations.filter((one, at) => (removed >= 0 && removed < at) || !isRepeated(one, at))
}

/** A position behind the end of a list stands for its end. */
function inLists(object: unknown, path: Path): Path {
  return path.map((part, at) => {
    if (typeof part !== 'number') return part
    const list = valueAt(object, path.slice(0, at))
    return Math.min(part, Array.isArray(list) ? list.length : 0)
  })
}

function testsOf(object: unknown, path: Path): PatchOperation[] {
  return path.flatMap((part, at): PatchOperation[] => {
    if (typeof part !== 'number') return []
    const place = [...path.slice(0, at + 1), 'name']
    const name = valueAt(object, place)
    return typeof name === 'string' ? [{ op: 'test', path: pathPointer(place), value: name }] : []
  })
}

function operationsOf(object: unknown, edit: Edit): PatchOperation[] {
  const { path } = edit
  if ('remove' in edit) return valueAt(object, path) === undefined ? [] : [{ op: 'remove', path: pathPointer(path) }]
  if (valueAt(object, path) !== undefined) return [{ op: 'replace', path: pathPointer(path), value: edit.value }]
  // `add` wants that its surroundings are there: the outermost that is missing is added with all that is within it.
  const there = path.findIndex((_, at) => !isContainer(valueAt(object, path.slice(0, at + 1))))
  const within = path.slice(there + 1)
  const value = within.reduceRight(
    (inner, part) => (typeof part === 'number' ? [inner] : { [part]: inner }),
    edit.value,
  )
  const outermost = path.slice(0, there + 1)
  return [{ op: valueAt(object, outermost) === undefined ? 'add' : 'replace', path: pathPointer(outermost), value }]
}

/** The object as it would be after the edits; what it was is left as it is. */
export function applyEdits<T>(object: T, edits: readonly Edit[]): T {
  const copy = structuredClone(object)
  for (const edit of edits) apply(copy, { ...edit, path: inLists(copy, edit.path) })
  return copy
}

function apply(object: unknown, edit: Edit): void {
  const { path } = edit
  const last = path.at(-1)
  if (last === undefined) return
  let inner = object
  for (const [at, part] of path.slice(0, -1).entries()) {
    const known = valueAt(inner, [part])
    if (!isContainer(known)) {
      if ('remove' in edit) return
      put(inner, part, typeof path[at + 1] === 'number' ? [] : {})
    }
    inner = valueAt(inner, [part])
  }
  if (!('remove' in edit)) put(inner, last, structuredClone(edit.value))
  else if (Array.isArray(inner) && typeof last === 'number') inner.splice(last, 1)
  else if (isContainer(inner)) Reflect.deleteProperty(inner, last)
}

/** Defined, not assigned: a key of an object from outside may be `__proto__`. */
function put(inside: unknown, key: string | number, value: unknown): void {
  if (isContainer(inside))
    Object.defineProperty(inside, key, { value, configurable: true, enumerable: true, writable: true })
}

function isContainer(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}
