import { ANYWHERE, intersect, isNowhere, NOWHERE, type SourceSet, subtract, union } from '../sources.ts'
import { and, andNot, type Bitset, emptyBitset, fullBitset, isEmpty, or } from './bitset.ts'
import type { PeerSets } from './tiers.ts'

/** Addresses outside of the cluster as peers. */
export const ADDRESSES: PeerSets<SourceSet> = {
  none: NOWHERE,
  all: ANYWHERE,
  and: (a, b) => (a === ANYWHERE ? b : b === ANYWHERE ? a : intersect(a, b)),
  or: (a, b) => (a === ANYWHERE || b === ANYWHERE ? ANYWHERE : union(a, b)),
  andNot: (a, b) => (isNowhere(b) ? a : b === ANYWHERE ? NOWHERE : subtract(a, b)),
  isEmpty: isNowhere,
}

/** Members of a universe of `size` as peers. */
export function bitsetPeers(size: number): PeerSets<Bitset> {
  return { none: emptyBitset(size), all: fullBitset(size), and, or, andNot, isEmpty }
}
