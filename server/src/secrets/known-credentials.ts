import { isSafePattern, matchesPattern } from './user-patterns.ts'

/** What an installation knows of credentials besides what everybody does. */
export interface KnownCredentials {
  /** Names of variables and keys that hold credentials: `batch_key` stands for `AZURE_BATCH_KEY` and `azureBatchKey`, too. */
  readonly sensitiveNames: readonly string[]
  /** Values that are credentials, as regular expressions. */
  readonly sensitiveValues: readonly string[]
}

export const NOTHING_KNOWN: KnownCredentials = { sensitiveNames: [], sensitiveValues: [] }

/** The settings that say it; in `clusters/` and in `posture/` it is read from them. */
export const SENSITIVE_NAMES = 'configuration.sensitiveNames'
export const SENSITIVE_VALUES = 'configuration.sensitiveValues'

const MOST_NAMES = 100
const MOST_VALUES = 20
/** What no credential looks like: a pattern that matches one of these would mask what has to be read. */
const ORDINARY = [
  '',
  'a',
  '1',
  'true',
  'default',
  'web',
  'nginx',
  'nginx:1.27',
  '/bin/sh',
  '10.0.0.1',
  'app.example.com',
]

/** Names, separated by commas. A value that does not fit says nothing. */
export function sensitiveNamesOf(setting: string): string[] {
  return problemOfNames(setting) ? [] : partsOf(setting, ',')
}

/** Regular expressions, separated by spaces. A value that does not fit says nothing. */
export function sensitiveValuesOf(setting: string): string[] {
  return problemOfValues(setting) ? [] : partsOf(setting, /\s+/)
}

/** What is wrong with names as they are set; undefined when nothing is. */
export function problemOfNames(setting: string): string | undefined {
  const names = partsOf(setting, ',')
  return names.length <= MOST_NAMES && names.every((name) => /^[\w.-]{2,64}$/.test(name) && wordsOf(name) !== '')
    ? undefined
    : `At most ${MOST_NAMES} names of 2 to 64 letters, digits, _, - and ., separated by commas; none when empty.`
}

/** What is wrong with regular expressions as they are set; undefined when nothing is. */
export function problemOfValues(setting: string): string | undefined {
  const patterns = partsOf(setting, /\s+/)
  if (patterns.length > MOST_VALUES) return `At most ${MOST_VALUES} regular expressions.`
  const unsafe = patterns.find((pattern) => !isSafePattern(pattern))
  if (unsafe !== undefined)
    return `${unsafe.slice(0, 60)} cannot be used: a regular expression of at most 256 characters, without references, without repetitions of repetitions or of alternatives, with at most three that have no end. Several are separated by spaces; a space in one is \\s.`
  const wide = patterns.find((pattern) => ORDINARY.some((text) => matchesPattern(pattern, text)))
  return wide === undefined ? undefined : `${wide.slice(0, 60)} matches ordinary texts as well: say more of the value.`
}

/** Whether its name or its value says so. Of what is no secret whatever its name is, the name says nothing: that is for the caller. */
export function isNamedSensitive(name: string, { sensitiveNames }: KnownCredentials): boolean {
  return sensitiveNames.some((one) => holdsWords(name, one))
}

/** Whether the value, or what is written in it as base64, is a credential that the installation knows. */
export function isSensitiveValue(value: string, { sensitiveValues }: KnownCredentials): boolean {
  if (sensitiveValues.length === 0) return false
  const texts = [value, ...decoded(value)]
  return sensitiveValues.some((pattern) => texts.some((text) => matchesPattern(pattern, text)))
}

/** Whether the words of `part` stand in the name, one after the other. */
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

function partsOf(setting: string, separator: string | RegExp): string[] {
  return setting
    .split(separator)
    .map((part) => part.trim())
    .filter((part) => part !== '')
}
