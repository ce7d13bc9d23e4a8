import { groupsOfAddresses } from './addresses.ts'
import type { Heard } from './paths.ts'
import { ANYWHERE, equalSources, intersect, type SourceSet } from './sources.ts'
import { anyOf } from './verdict.ts'

/** Where it is not known how far something is heard, or by whom. */
export const UNKNOWN_PLACE: Heard = { reach: 'unknown', sources: ANYWHERE }

/** Each address by its class, for the clients of its family. */
export function heardAt(addresses: readonly string[]): Heard[] {
  return groupsOfAddresses(addresses).map(({ isPublic, speakers }) => ({
    reach: isPublic ? 'public' : 'private',
    sources: speakers,
  }))
}

/** For those among `sources` alone. */
export function limitedTo(heard: readonly Heard[], sources: SourceSet): Heard[] {
  return heard.map((one) => ({ ...one, sources: sources === ANYWHERE ? one.sources : intersect(one.sources, sources) }))
}

/** Everybody who is heard somewhere. */
export function everyoneHeard(heard: readonly Heard[]): SourceSet {
  return anyOf(heard.map(({ sources }) => sources))
}

export function sameHeard(a: readonly Heard[], b: readonly Heard[]): boolean {
  return (
    a.length === b.length &&
    a.every(({ reach, sources }, at) => {
      const other = b[at]
      return other !== undefined && reach === other.reach && equalSources(sources, other.sources)
    })
  )
}
