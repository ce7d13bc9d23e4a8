import { credentialPatternsKnowing } from '../secrets/mask.ts'
import type { PostureSettings } from './settings.ts'

/**
 * Kinds of credentials that a value holds, by its name and by itself: ids of patterns, `named` when only its name tells, `settings` when it is
 * one of those that the installation knows. None for references, paths and placeholders. What is stored masked is judged as what it was.
 */
export function credentialsIn(name: string, value: string, settings: PostureSettings): string[] {
  return credentialPatternsKnowing(settings, name, value.slice(0, MOST_CHARACTERS))
}

/** What a text says of a credential that was found; never the credential itself. */
export function credentialText(patterns: readonly string[]): string {
  const kinds = patterns.filter((pattern) => !WITHOUT_KIND.has(pattern)).slice(0, 3)
  return kinds.length === 0 ? 'a credential' : `a credential (${kinds.join(', ')})`
}

const MOST_CHARACTERS = 256 * 1024
const WITHOUT_KIND = new Set(['named', 'random', 'assignment', 'settings'])
