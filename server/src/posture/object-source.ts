import type { ObjectSource, StoredContent } from '@breakwater/schema/check-service.ts'
import { isMap, isScalar, isSeq, LineCounter, type Pair, parseDocument, stringify } from 'yaml'
import { fieldsOf, listOf, textOf, textsOf } from '../kubernetes/fields.ts'
import { objectKind } from '../kubernetes/kinds.ts'
import { patternMarks } from '../secrets/mask.ts'

/** Beyond this an object is not written out: reading it again for its lines would keep others from their turn. */
export const MOST_CHARACTERS = 128 * 1024

const TOO_LARGE: ObjectSource = { yaml: '', firstLine: undefined, lastLine: undefined, present: false, complete: false }

/** A stored object as YAML, and the lines where `path`, as `pathText` writes it, stands in it. */
export function objectSource({ kind, apiVersion, content }: StoredContent, path: string): ObjectSource {
  if (content.length > MOST_CHARACTERS) return TOO_LARGE
  const stored = fieldsOf(JSON.parse(content))
  const written = kind === 'ConfigMap' ? withoutValues(stored) : stored
  const yaml = stringify(
    { apiVersion, kind: objectKind({ kind }), ...inOrder(written) },
    { lineWidth: 0, aliasDuplicateObjects: false },
  )
  // What needs quotes and escapes grows.
  if (yaml.length > 2 * MOST_CHARACTERS) return TOO_LARGE
  return { yaml, ...linesOf(yaml, partsOf(path)), complete: true }
}

/** What tells an object from others stands at its top, as people write it. */
function inOrder({ metadata, spec, ...others }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return { ...(metadata === undefined ? {} : { metadata }), ...(spec === undefined ? {} : { spec }), ...others }
}

const NOT_KEPT = '«not kept»'

/** Of a ConfigMap the names of keys are stored, and which patterns their values matched: they stand where the values did. */
function withoutValues({ keys, binaryKeys, ...rest }: Readonly<Record<string, unknown>>): Record<string, unknown> {
  const named = (list: unknown) =>
    Object.fromEntries(
      listOf(list).map((key) => [textOf(key['name'], 253), patternMarks(textsOf(key['patterns'])) || NOT_KEPT]),
    )
  const [data, binaryData] = [named(keys), named(binaryKeys)]
  return {
    ...rest,
    ...(Object.keys(data).length > 0 ? { data } : {}),
    ...(Object.keys(binaryData).length > 0 ? { binaryData } : {}),
  }
}

/** The parts of a path: names, and what stands in brackets, which is a position or a key. */
function partsOf(path: string): string[] {
  return [...path.matchAll(/\[([^\]]*)\]|\.?([^.[\]]+)/g)].map(([, inBrackets, name]) => inBrackets ?? name ?? '')
}

type Lines = Pick<ObjectSource, 'firstLine' | 'lastLine' | 'present'>

/** What is not there is said of the nearest that it would stand in: by its first line, for the rest is not meant. */
function linesOf(yaml: string, parts: readonly string[]): Lines {
  if (parts.length === 0) return { firstLine: undefined, lastLine: undefined, present: true }
  const lineCounter = new LineCounter()
  const document = parseDocument(yaml, { lineCounter, maxAliasCount: 0 } as object)
  const lineAt = (offset: number) => lineCounter.linePos(offset).line
  let node: unknown = document.contents
  let [start, end] = [0, 0]
  for (const [at, part] of parts.entries()) {
    const found = memberOf(node, part)
    if (!found) {
      const line = at === 0 ? undefined : lineAt(start)
      return { firstLine: line, lastLine: line, present: false }
    }
    node = found.node
    start = found.start
    end = Math.max(start, rangeOf(node)[1] - 1)
  }
  return { firstLine: lineAt(start), lastLine: lineAt(end), present: true }
}

interface Member {
  readonly node: unknown
  /** Offset of its key, or of itself in a list. */
  readonly start: number
}

function memberOf(node: unknown, part: string): Member | undefined {
  if (isSeq(node)) {
    const item = node.items[Number(part)]
    return item === undefined ? undefined : { node: item, start: rangeOf(item)[0] }
  }
  if (!isMap(node)) return undefined
  const pair = node.items.find((one: Pair) => isScalar(one.key) && String(one.key.value) === part)
  return pair && { node: pair.value ?? pair.key, start: rangeOf(pair.key)[0] }
}

function rangeOf(node: unknown): readonly [start: number, end: number] {
  const { range } = (node ?? {}) as { readonly range?: readonly [number, number, number] | null }
  return range ? [range[0], range[1]] : [0, 0]
}
