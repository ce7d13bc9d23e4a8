import { createHash, createHmac, type KeyObject } from 'node:crypto'
import { type EntropyClass, entropyClass, looksRandom } from './entropy.ts'
import { isNamedSensitive, isSensitiveValue, type KnownCredentials, NOTHING_KNOWN } from './known-credentials.ts'
import { namesCredential, SECRET_PATTERNS, type SecretPattern } from './patterns.ts'

/** Replaces what looks like a credential, so that it can be stored. Masking twice changes nothing. */
export interface Masker {
  /** Masks the parts of a text that have the shape of a credential. */
  text(text: string): string
  /** Masks the whole value when the name says that it is a credential, else its parts. */
  named(name: string, value: string): string
  /** Masks arguments of a command: `--password=…`, `--password …`, `PASSWORD=…`, and parts of any other. */
  command(parts: readonly string[]): string[]
  /** Ids of the patterns that a value matches, `named` when only its name tells. For what is not kept, not even masked. */
  patterns(name: string, value: string): string[]
  /** One that masks what an installation knows as well. */
  knowing(known: KnownCredentials): Masker
  /** Another text for another knowledge, empty for none: what was masked with less has to be masked anew. */
  readonly knows: string
}

/** What is left of a credential, for rules: enough to tell that there is one, of which kind, and whether it is the same as before. */
export interface Mask {
  /** Length of what was masked. */
  readonly characters: number
  /** Id of its pattern, `named` when only its name told, `random` when only its characters did. */
  readonly pattern: string
  /** How random its characters are. */
  readonly entropy: EntropyClass
  /** 8 hexadecimal digits of a keyed hash: equal for equal secrets of one installation, and useless without its key. */
  readonly hash: string
}

/** Makes a masker whose hashes belong to `key`. */
export function createMasker(key: KeyObject | Uint8Array): Masker {
  return maskerOf(createHmac('sha256', key).update('breakwater masks').digest(), NOTHING_KNOWN)
}

function maskerOf(hashKey: Uint8Array, known: KnownCredentials): Masker {
  const mask = (secret: string, pattern: string): string => {
    const hash = createHmac('sha256', hashKey).update(secret).digest('hex').slice(0, 8)
    return `«masked ${secret.length} characters, ${pattern}, ${entropyClass(secret)} entropy, ${hash}»`
  }
  const text = (value: string): string => {
    if (isKnown('', value, known)) return mask(value, 'settings')
    const masked = maskParts(value, mask)
    return masked === value && looksRandom(value) ? mask(value, 'random') : masked
  }
  const named = (name: string, value: string): string => {
    if (namesCredential(name) && couldBeSecret(value)) return mask(value, patternOf(value))
    return isKnown(name, value, known) ? mask(value, 'settings') : text(value)
  }
  return {
    text,
    named,
    command: (parts) => maskCommand(parts, named, text),
    patterns: (name, value) => credentialPatternsKnowing(known, name, value),
    knowing: (more) => maskerOf(hashKey, more),
    knows: digestOf(known),
  }
}

function digestOf({ sensitiveNames, sensitiveValues }: KnownCredentials): string {
  if (sensitiveNames.length + sensitiveValues.length === 0) return ''
  return createHash('sha256')
    .update(JSON.stringify([sensitiveNames, sensitiveValues]))
    .digest('hex')
    .slice(0, 16)
}

/** As `credentialPatterns`, and `settings` for what only the installation knows. */
export function credentialPatternsKnowing(known: KnownCredentials, name: string, value: string): string[] {
  const patterns = credentialPatterns(name, value)
  return patterns.length > 0 || !isKnown(name, value, known) ? patterns : ['settings']
}

function isKnown(name: string, value: string, known: KnownCredentials): boolean {
  return couldBeSecret(value) && (isNamedSensitive(name, known) || isSensitiveValue(value, known))
}

/** What is written in the place of a value of which only the patterns are kept. */
export function patternMarks(patterns: readonly string[]): string {
  return patterns.map((pattern) => `«pattern ${pattern}»`).join(' ')
}

/**
 * Ids of the patterns that a value matches, `named` when only its name tells. What was masked or marked before tells its own, so that the answer
 * is the same for what is stored.
 */
export function credentialPatterns(name: string, value: string): string[] {
  if (value.startsWith('«pattern ')) return [...new Set(captures(value, /«pattern ([\w-]{1,64})»/g))].sort()
  const found = new Set(
    value.includes('«masked ') ? captures(value, /«masked \d{1,9} characters, ([\w-]{1,64}), /g) : [],
  )
  const note = (_secret: string, pattern: string): string => {
    found.add(pattern)
    return '«masked »'
  }
  if (namesCredential(name) && couldBeSecret(value)) found.add(patternOf(value))
  maskParts(value, note)
  if (found.size === 0 && looksRandom(value)) found.add('random')
  return [...found].sort()
}

function captures(text: string, pattern: RegExp): IteratorObject<string> {
  return text.matchAll(pattern).map(([, capture = '']) => capture)
}

/** Reads what is left of a credential; `undefined` for any other text. */
export function readMask(text: string): Mask | undefined {
  const match = /^«masked (\d+) characters, ([\w-]+), (low|medium|high) entropy, ([0-9a-f]{8})»$/.exec(text)
  if (!match) return undefined
  const [, characters, pattern = '', entropy, hash = ''] = match
  return { characters: Number(characters), pattern, entropy: entropy as EntropyClass, hash }
}

/** The shortest text in which a pattern could match. */
const LEAST_LENGTH = 11

function maskParts(text: string, mask: (secret: string, pattern: string) => string): string {
  if (text.length < LEAST_LENGTH || !SUSPICIOUS.test(text)) return text
  let masked = text
  for (const pattern of SECRET_PATTERNS) {
    if (!pattern.hints.some((hint) => masked.includes(hint))) continue
    masked = masked.replace(pattern.shape, (whole: string, part: unknown) => {
      const secret = typeof part === 'string' ? part : whole
      if (secret.includes('«masked ')) return whole
      const at = whole.lastIndexOf(secret)
      return whole.slice(0, at) + mask(secret, pattern.id) + whole.slice(at + secret.length)
    })
  }
  return masked
}

/** One pass that most texts end at. Hints of one character stand in half of all texts, so more is asked of these. */
const SUSPICIOUS = new RegExp(
  [
    ...SECRET_PATTERNS.flatMap((one) => one.hints)
      .filter((hint) => hint.length > 1)
      .map(escaped),
    // Those of one character: a bot's token, a line of a password file.
    '[MNO][\\w-]{23,25}\\.[\\w-]{6}\\.',
    ':(?:\\d{1,5}|\\*):[^:\\s]{1,64}:[^:\\s]{1,64}:',
    '(?:[Pp]ass|PASS|[Pp]wd|PWD|[Ss]ecret|SECRET|[Tt]oken|TOKEN|[Cc]redential|CREDENTIAL|[Kk]ey|KEY)[\\w\\s"\'-]{0,24}[=:]',
  ].join('|'),
)

function escaped(literal: string): string {
  return literal.replace(/[.*+?^${}()|[\]\\]/g, '\\$&')
}

function patternOf(value: string): string {
  return SECRET_PATTERNS.find((one) => one.id !== 'assignment' && matchesWhole(one, value))?.id ?? 'named'
}

function matchesWhole(pattern: SecretPattern, value: string): boolean {
  if (!pattern.hints.some((hint) => value.includes(hint))) return false
  return value.replace(pattern.shape, '') !== value
}

/** References to variables and to stores of secrets, switches, placeholders, paths and what is masked already are no secrets, whatever their name. */
function couldBeSecret(value: string): boolean {
  return !(value === '' || NO_SECRET.test(value))
}

const NO_SECRET =
  /^(?:true|false|yes|no|on|off|none|null|enabled|disabled|required|optional|<[^<>]{0,64}>|\{\{[^{}]{0,256}\}\}|\*{3,64}|x{3,64}|(?:vault:|op:\/\/|ref\+[a-z]{1,32}:\/\/|arn:aws[\w-]{0,16}:(?:secretsmanager|ssm):)\S{1,512}|\$\([^)]*\)|\$\{[^}]*\}|(?:«(?:masked|pattern) [^»]*»\s?)+|\.{0,2}\/(?:run|var|etc|mnt|tmp|opt|home|usr|srv|app|data|secrets?|vault|certs?|config)(?:\/[^\s]*)?)$/i

function maskCommand(
  parts: readonly string[],
  named: (name: string, value: string) => string,
  text: (value: string) => string,
): string[] {
  let option: string | undefined
  return parts.map((whole) => {
    const part = /\s/.test(whole) ? randomWords(whole, text) : whole
    const assignment = /^(-{0,2}[A-Za-z][\w.-]*)=([\s\S]*)$/.exec(part)
    const value = option !== undefined && !part.startsWith('-') ? named(option, part) : undefined
    option = /^--?[A-Za-z][\w.-]*$/.test(part) ? part : undefined
    if (value !== undefined) return value
    return assignment ? `${assignment[1]}=${named(assignment[1] ?? '', assignment[2] ?? '')}` : text(part)
  })
}

/** A script in one argument: its words are judged one by one. */
function randomWords(script: string, text: (value: string) => string): string {
  return script.replace(WORD, (word) => (looksRandom(word) ? text(word) : word))
}

const WORD = /[\w+/!@#%^*?~-]{16,}={0,2}/g
