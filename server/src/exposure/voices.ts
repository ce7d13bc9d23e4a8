import type { Exposure } from './model.ts'
import { VERDICTS } from './model.ts'
import { equalSources, type SourceSet } from './sources.ts'
import { anyOf, type Ruling } from './verdict.ts'

/** What those who speak to some of the addresses of an entry point get. */
export interface Voice extends Ruling {
  /** Those that are let in. */
  readonly sources: SourceSet
}

/** From weakest, 0, upwards. */
export function strengthOf({ verdict }: Pick<Exposure, 'verdict'>): number {
  return VERDICTS.indexOf(verdict)
}

/** One for each verdict, the strongest first, with the sources of all that have it. */
export function united(voices: readonly Voice[]): Voice[] {
  if (voices.length === 1) return [...voices]
  return [...Map.groupBy(voices, ({ verdict }) => verdict).values()]
    .flatMap((alike) => (alike[0] ? [{ ...alike[0], sources: anyOf(alike.map(({ sources }) => sources)) }] : []))
    .sort((a, b) => strengthOf(b) - strengthOf(a))
}

export function sameVoices(a: readonly Voice[], b: readonly Voice[]): boolean {
  return a.length === b.length && a.every((voice, at) => isSame(voice, b[at]))
}

function isSame(a: Voice, b: Voice | undefined): boolean {
  return b !== undefined && a.verdict === b.verdict && a.rule === b.rule && equalSources(a.sources, b.sources)
}
