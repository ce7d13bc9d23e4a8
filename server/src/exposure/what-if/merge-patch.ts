import { isDeepStrictEqual } from 'node:util'
import { type Fields, isFields } from '../../kubernetes/fields.ts'

/**
 * The JSON merge patch that makes `after` of `before`; undefined where they are the same. Lists are written whole.
 * Source: RFC 7396.
 */
export function mergePatch(before: Fields, after: Fields): Fields | undefined {
  const entries: [string, unknown][] = []
  for (const key of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const [was, is] = [own(before, key), own(after, key)]
    if (isDeepStrictEqual(was, is)) continue
    if (is === undefined) entries.push([key, null])
    else if (isFields(is)) entries.push([key, mergePatch(isFields(was) ? was : {}, is) ?? {}])
    else entries.push([key, is])
  }
  return entries.length === 0 ? undefined : Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)))
}

function own(fields: Fields, key: string): unknown {
  return Object.hasOwn(fields, key) ? fields[key] : undefined
}
