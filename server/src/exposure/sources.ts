import { isIP } from 'node:net'

/**
 * A set of addresses: sorted, disjoint, not adjacent ranges of each family, as `[first, last, first, last, …]`. IPv6 addresses are
 * 128 bit numbers. Sets are values: no function changes one.
 */
export interface SourceSet {
  readonly v4: readonly number[]
  readonly v6: readonly bigint[]
}

const LAST_V4 = 0xffff_ffff
const LAST_V6 = (1n << 128n) - 1n

export const NOWHERE: SourceSet = { v4: [], v6: [] }
export const ANYWHERE: SourceSet = { v4: [0, LAST_V4], v6: [0n, LAST_V6] }

/** The addresses of a range in CIDR notation, or of a single address. Undefined for what is neither. */
export function sourcesOf(text: string): SourceSet | undefined {
  const [address = '', prefix, ...more] = text.trim().split('/')
  const family = isIP(address)
  if (family === 0 || more.length > 0 || (prefix !== undefined && !/^\d{1,3}$/.test(prefix))) return undefined
  const bits = family === 4 ? 32 : 128
  const length = prefix === undefined ? bits : Number(prefix)
  if (length > bits) return undefined
  if (family === 4) {
    const size = 2 ** (bits - length)
    const first = Math.floor(v4Number(address) / size) * size
    return { v4: [first, first + size - 1], v6: [] }
  }
  const shift = BigInt(bits - length)
  const first = (v6Number(address) >> shift) << shift
  return { v4: [], v6: [first, first + (1n << shift) - 1n] }
}

/** All of several texts; those that are no range are left out, ask `sourcesOf` about them first. */
export function sourcesOfAll(texts: readonly string[]): SourceSet {
  return unionAll(texts.map((text) => sourcesOf(text) ?? NOWHERE))
}

export function isNowhere({ v4, v6 }: SourceSet): boolean {
  return v4.length === 0 && v6.length === 0
}

export function equalSources(a: SourceSet, b: SourceSet): boolean {
  return sameRanges(a.v4, b.v4) && sameRanges(a.v6, b.v6)
}

export function union(a: SourceSet, b: SourceSet): SourceSet {
  if (isNowhere(a)) return b
  if (isNowhere(b)) return a
  return { v4: merged([...a.v4, ...b.v4], 1), v6: merged([...a.v6, ...b.v6], 1n) }
}

export function unionAll(sets: readonly SourceSet[]): SourceSet {
  return {
    v4: merged(
      sets.flatMap(({ v4 }) => v4),
      1,
    ),
    v6: merged(
      sets.flatMap(({ v6 }) => v6),
      1n,
    ),
  }
}

export function intersect(a: SourceSet, b: SourceSet): SourceSet {
  return { v4: common(a.v4, b.v4), v6: common(a.v6, b.v6) }
}

/** What is in `a` and not in `b`. */
export function subtract(a: SourceSet, b: SourceSet): SourceSet {
  return { v4: without(a.v4, b.v4, 1), v6: without(a.v6, b.v6, 1n) }
}

/** Whether all of `a` is in `b`. */
export function isWithin(a: SourceSet, b: SourceSet): boolean {
  return isNowhere(subtract(a, b))
}

/** The fewest ranges in CIDR notation that are the set, IPv4 first, in the order of their addresses. */
export function cidrsOf({ v4, v6 }: SourceSet): string[] {
  const result: string[] = []
  for (let at = 0; at + 1 < v4.length; at += 2) {
    for (const [first, length] of blocks(BigInt(v4[at] ?? 0), BigInt(v4[at + 1] ?? 0), 32))
      result.push(`${v4Text(Number(first))}/${length}`)
  }
  for (let at = 0; at + 1 < v6.length; at += 2) {
    for (const [first, length] of blocks(v6[at] ?? 0n, v6[at + 1] ?? 0n, 128)) result.push(`${v6Text(first)}/${length}`)
  }
  return result
}

/** Ranges as `first-last`, IPv4 only, as the connectivity table has them. */
export function v4RangesOf({ v4 }: SourceSet): string[] {
  const result: string[] = []
  for (let at = 0; at + 1 < v4.length; at += 2) result.push(`${v4Text(v4[at] ?? 0)}-${v4Text(v4[at + 1] ?? 0)}`)
  return result
}

function* blocks(from: bigint, last: bigint, bits: number): Generator<readonly [first: bigint, length: number]> {
  let first = from
  while (first <= last) {
    let free = 0
    while (free < bits && (first >> BigInt(free)) % 2n === 0n && first + (1n << BigInt(free + 1)) - 1n <= last) free++
    yield [first, bits - free]
    first += 1n << BigInt(free)
  }
}

type Num = number | bigint

function sameRanges(a: readonly Num[], b: readonly Num[]): boolean {
  return a.length === b.length && a.every((value, at) => value === b[at])
}

/** Sorted, disjoint and not adjacent: `one` is 1 in the type of the numbers. */
function merged<N extends Num>(ranges: readonly N[], one: N): N[] {
  const pairs: [N, N][] = []
  for (let at = 0; at + 1 < ranges.length; at += 2) pairs.push([ranges[at] as N, ranges[at + 1] as N])
  pairs.sort((a, b) => (a[0] < b[0] ? -1 : a[0] > b[0] ? 1 : 0))
  const result: N[] = []
  for (const [first, last] of pairs) {
    const previous = result.at(-1)
    if (previous === undefined || first > plus(previous, one)) result.push(first, last)
    else if (last > previous) result[result.length - 1] = last
  }
  return result
}

function common<N extends Num>(a: readonly N[], b: readonly N[]): N[] {
  const result: N[] = []
  for (let i = 0, j = 0; i + 1 < a.length && j + 1 < b.length; ) {
    const [aFirst, aLast, bFirst, bLast] = [a[i] as N, a[i + 1] as N, b[j] as N, b[j + 1] as N]
    const first = aFirst > bFirst ? aFirst : bFirst
    const last = aLast < bLast ? aLast : bLast
    if (first <= last) result.push(first, last)
    if (aLast < bLast) i += 2
    else j += 2
  }
  return result
}

function without<N extends Num>(a: readonly N[], b: readonly N[], one: N): N[] {
  const result: N[] = []
  for (let i = 0; i + 1 < a.length; i += 2) {
    let first = a[i] as N
    const last = a[i + 1] as N
    let ended = false
    for (let j = 0; j + 1 < b.length && !ended; j += 2) {
      const [cutFirst, cutLast] = [b[j] as N, b[j + 1] as N]
      if (cutLast < first) continue
      if (cutFirst > last) break
      if (cutFirst > first) result.push(first, minus(cutFirst, one))
      if (cutLast >= last) ended = true
      else first = plus(cutLast, one)
    }
    if (!ended && first <= last) result.push(first, last)
  }
  return result
}

function plus<N extends Num>(a: N, b: N): N {
  return ((a as bigint) + (b as bigint)) as N
}

function minus<N extends Num>(a: N, b: N): N {
  return ((a as bigint) - (b as bigint)) as N
}

function v4Number(address: string): number {
  return address.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
}

function v4Text(value: number): string {
  return [24, 16, 8, 0].map((shift) => (value >>> shift) & 255).join('.')
}

function v6Number(address: string): bigint {
  const [plain = ''] = address.split('%')
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(plain)
  const text = dotted ? `${dotted[1]}${hexOfV4(dotted[2] ?? '')}` : plain
  const [head = '', tail] = text.split('::')
  const left = head === '' ? [] : head.split(':')
  const right = tail === undefined || tail === '' ? [] : tail.split(':')
  const zeros = tail === undefined ? 0 : 8 - left.length - right.length
  const groups = [...left, ...Array<string>(zeros).fill('0'), ...right]
  return groups.reduce((sum, part) => (sum << 16n) + BigInt(Number.parseInt(part, 16)), 0n)
}

function hexOfV4(address: string): string {
  const value = v4Number(address)
  return `${Math.floor(value / 65_536).toString(16)}:${(value % 65_536).toString(16)}`
}

/** Source: RFC 5952. */
function v6Text(value: bigint): string {
  const groups = Array.from({ length: 8 }, (_, at) => Number((value >> BigInt(112 - 16 * at)) & 0xffffn))
  let best = { at: -1, length: 1 }
  for (let at = 0; at < 8; at++) {
    let length = 0
    while (at + length < 8 && groups[at + length] === 0) length++
    if (length > best.length) best = { at, length }
  }
  const hex = groups.map((group) => group.toString(16))
  if (best.at < 0) return hex.join(':')
  return `${hex.slice(0, best.at).join(':')}::${hex.slice(best.at + best.length).join(':')}`
}
