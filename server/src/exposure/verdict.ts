import { PUBLIC_SOURCES } from './addresses.ts'
import type { Verdict } from './model.ts'
import type { Remark } from './remarks.ts'
import { intersect, isNowhere, isWithin, type SourceSet, sourcesOfAll, subtract, unionAll } from './sources.ts'

/** How far an address of an entry point is heard. */
export type Reach = 'public' | 'private' | 'unknown'

/** What is known of addresses outside of the objects. */
export interface Surroundings {
  /** Public, and of nobody of our own. */
  readonly foreign: SourceSet
  readonly bastions: SourceSet
  /** Of pods: who comes from there is in the cluster. */
  readonly clusterRanges: SourceSet
}

export interface Ruling {
  readonly verdict: Verdict
  /** The rule that decided, in words. */
  readonly rule: string
}

/** Of the addresses of a family that are public, as many have to be let in for `internet`: all but excluded parts. */
const NEARLY_ALL = 0.75

export function surroundingsOf(
  ownRanges: readonly string[],
  bastionRanges: readonly string[],
  clusterRanges: readonly string[],
): Surroundings {
  return {
    foreign: subtract(PUBLIC_SOURCES, sourcesOfAll(ownRanges)),
    bastions: sourcesOfAll(bastionRanges),
    clusterRanges: sourcesOfAll(clusterRanges),
  }
}

/** Of an entry point that is heard nowhere. */
export const SHUT: Ruling = { verdict: 'none', rule: 'Nothing is let in there.' }

/** The verdict of an entry point that is heard at `reach` and lets `sources` in. */
export function rulingOf(
  reach: Reach,
  sources: SourceSet,
  remarks: readonly Remark[],
  surroundings: Surroundings,
): Ruling {
  const decided = rulingOfSources(reach, sources, surroundings)
  if (decided.verdict !== 'internet' && decided.verdict !== 'restricted') return decided
  const unknown = remarks.find(({ isMissing }) => isMissing)
  if (unknown) return { verdict: 'possible', rule: `The path is declared, and a fact is missing: ${unknown.text}` }
  if (reach === 'unknown')
    return { verdict: 'possible', rule: 'The path is declared; it is not known where it is heard.' }
  return decided
}

function rulingOfSources(reach: Reach, sources: SourceSet, surroundings: Surroundings): Ruling {
  const { foreign, bastions, clusterRanges } = surroundings
  if (isWithin(sources, clusterRanges))
    return { verdict: 'blocked', rule: 'The path is complete, and no source outside of the cluster is let in.' }
  if (reach === 'private')
    return { verdict: 'private', rule: 'The address is not public; sources outside of the cluster are let in.' }
  const open = intersect(sources, foreign)
  if (isNowhere(open))
    return { verdict: 'private', rule: 'No public source is let in, others outside the cluster are.' }
  if (isWithin(open, bastions)) return { verdict: 'restricted', rule: 'Of public sources only bastions are let in.' }
  if (isNearlyAll(open)) return { verdict: 'internet', rule: 'The address is public and public sources are let in.' }
  return { verdict: 'restricted', rule: 'The address is public; only some public sources are let in.' }
}

function isNearlyAll(open: SourceSet): boolean {
  return share(open.v4, PUBLIC_SOURCES.v4) >= NEARLY_ALL || share(open.v6, PUBLIC_SOURCES.v6) >= NEARLY_ALL
}

function share(part: readonly (number | bigint)[], whole: readonly (number | bigint)[]): number {
  return sizeOf(part) / sizeOf(whole)
}

function sizeOf(ranges: readonly (number | bigint)[]): number {
  let size = 0
  for (let at = 0; at + 1 < ranges.length; at += 2) size += Number(ranges[at + 1]) - Number(ranges[at]) + 1
  return size
}

/** All addresses that any of the sets has; of one set that set itself. */
export function anyOf(sets: readonly SourceSet[]): SourceSet {
  const [first] = sets
  return sets.length === 1 && first ? first : unionAll(sets)
}
