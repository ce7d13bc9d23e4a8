/** A set of small whole numbers, 32 to a word. Sets of one universe have the same length. */
export type Bitset = Uint32Array

export function emptyBitset(size: number): Bitset {
  return new Uint32Array((size + 31) >>> 5)
}

export function fullBitset(size: number): Bitset {
  const set = emptyBitset(size).fill(0xffff_ffff)
  const rest = size & 31
  if (rest !== 0) set[set.length - 1] = (1 << rest) - 1
  return set
}

export function has(set: Bitset, member: number): boolean {
  return (((set[member >>> 5] ?? 0) >>> (member & 31)) & 1) === 1
}

export function add(set: Bitset, member: number): void {
  set[member >>> 5] = (set[member >>> 5] ?? 0) | (1 << (member & 31))
}

export function and(a: Bitset, b: Bitset): Bitset {
  return a.map((word, at) => word & (b[at] ?? 0))
}

export function or(a: Bitset, b: Bitset): Bitset {
  return a.map((word, at) => word | (b[at] ?? 0))
}

/** What is in `a` and not in `b`. */
export function andNot(a: Bitset, b: Bitset): Bitset {
  return a.map((word, at) => word & ~(b[at] ?? 0))
}

export function isEmpty(set: Bitset): boolean {
  return set.every((word) => word === 0)
}

/** The members in ascending order. */
export function* membersOf(set: Bitset): Generator<number> {
  for (let at = 0; at < set.length; at++) {
    for (let word = set[at] ?? 0; word !== 0; word &= word - 1) yield at * 32 + 31 - Math.clz32(word & -word)
  }
}
