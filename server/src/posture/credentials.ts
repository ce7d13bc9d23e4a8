import { credentialPatterns } from '../secrets/mask.ts'
import type { PostureSettings } from './settings.ts'
import { matchesPattern } from './user-patterns.ts'

/**
 * Kinds of credentials that a value holds, by its name and by itself: ids of patterns, `named` when only its name tells, `settings` when it is
 * one of those that the installation knows. None for references, paths and placeholders. What is stored masked is judged as what it was.
 */
export function credentialsIn(name: string, value: string, settings: PostureSettings): string[] {
  const text = value.slice(0, MOST_CHARACTERS)
  const patterns = credentialPatterns(name, text)
  return patterns.length > 0 || !isKnownToSettings(name, text, settings) ? patterns : ['settings']
}

/** What a text says of a credential that was found; never the credential itself. */
export function credentialText(patterns: readonly string[]): string {
  const kinds = patterns.filter((pattern) => !WITHOUT_KIND.has(pattern)).slice(0, 3)
  return kinds.length === 0 ? 'a credential' : `a credential (${kinds.join(', ')})`
}

const MOST_CHARACTERS = 256 * 1024
const WITHOUT_KIND = new Set(['named', 'random', 'assignment', 'settings'])

function isKnownToSettings(name: string, value: string, { sensitiveNames, sensitiveValues }: PostureSettings): boolean {
  if (sensitiveNames.some((one) => holdsWords(name, one)) && credentialPatterns('password', value).length > 0)
    return true
  if (sensitiveValues.length === 0) return false
  const texts = [value, ...decoded(value)]
  return sensitiveValues.some((pattern) => texts.some((text) => matchesPattern(pattern, text)))
}

/** Whether the words of `part` stand in the name, one after the other: `batch_key` in `AZURE_BATCH_KEY` and in `azureBatchKey`. */
function holdsWords(name: string, part: string): boolean {
  const wanted = wordsOf(part)
  return wanted !== '' && `_${wordsOf(name)}_`.includes(`_${wanted}_`)
}

function wordsOf(name: string): string {
  return name
    .slice(0, 256)
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z0-9]+/)
    .filter((word) => word !== '')
    .join('_')
}

function decoded(value: string): string[] {
  const text = value.trim().slice(0, 8_192)
  return /^[A-Za-z0-9+/\r\n]{8,}={0,2}$/.test(text) ? [Buffer.from(text, 'base64').toString('utf8')] : []
}
