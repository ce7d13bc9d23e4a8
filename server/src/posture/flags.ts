import { type Fields, fieldsOf, listOf, textOf } from '../kubernetes/fields.ts'
import type { Path } from './path.ts'

/** The flags that a program was started with, as its own parser reads them. */
export interface Flags {
  /** What the flag says; of a repeated one, the last. `true` for one that stands without a value; undefined where it is not set. */
  valueOf(flag: string): string | undefined
  /** Of a flag that is a list: all that it says, each time that it stands. Undefined where it is not set. */
  listOf(flag: string): readonly string[] | undefined
  /** Where it stands, or where it would be added. */
  placeOf(flag: string): Path
}

/** A word of a command line, and the text that it stands in. */
interface Word {
  readonly text: string
  readonly path: Path
}

interface Setting {
  readonly value: string
  readonly path: Path
}

/** A command line is cut there: what comes after is not read. */
const MOST_WORDS = 2_000

/** Flags that take no word after them as their value. Source: the command line references of Kubernetes 1.34 and etcd 3.6. */
const SWITCHES = new Set([
  'anonymous-auth',
  'auto-tls',
  'client-cert-auth',
  'make-iptables-util-chains',
  'peer-auto-tls',
  'peer-client-cert-auth',
  'profiling',
  'protect-kernel-defaults',
  'rotate-certificates',
  'rotate-server-certificates',
  'seccomp-default',
  'service-account-extend-token-expiration',
  'service-account-lookup',
  'use-service-account-credentials',
])

/** Of a container: its command, and its arguments after it; and its variables that begin with `prefix`, where it reads flags of them, too. */
export function flagsOfContainer(container: Fields, path: Path, prefix = ''): Flags {
  const inList = container['args'] === undefined || !Array.isArray(container['args']) ? 'command' : 'args'
  const written = container[inList]
  const end = [...path, inList, Array.isArray(written) ? written.length : 0]
  return flagsOf(wordsOfContainer(container, path), end, variablesOf(container, path, prefix))
}

/** Of a command line as the kernel shows it. */
export function flagsOfLine(line: string, path: Path): Flags {
  return flagsOf(split(line, path), path, new Map())
}

/** Of a container: its command and arguments; those of a shell are the words that it is given. */
export function wordsOfContainer(container: Fields, path: Path): Word[] {
  const words = (['command', 'args'] as const).flatMap((list) => {
    const written: unknown = container[list]
    if (!Array.isArray(written)) return []
    return written
      .slice(0, MOST_WORDS)
      .flatMap((text, at) => (typeof text === 'string' ? [{ text, path: [...path, list, at] }] : []))
  })
  const shell = /(?:^|\/)(?:ba|da|a)?sh$/.test(words[0]?.text ?? '')
  return words.flatMap((word, at) => (shell && at > 0 ? split(word.text, word.path) : [word])).slice(0, MOST_WORDS)
}

function split(line: string, path: Path): Word[] {
  return line
    .slice(0, 65_536)
    .split(/\s+/)
    .slice(0, MOST_WORDS)
    .filter((text) => text !== '')
    .map((text) => ({ text, path }))
}

/** Source: etcd, "Configuration options": a flag of the command line wins over its variable. */
function variablesOf(container: Fields, path: Path, prefix: string): Map<string, Setting> {
  const found = new Map<string, Setting>()
  if (prefix === '') return found
  for (const [at, variable] of listOf(container['env']).entries()) {
    const name = textOf(variable['name'])
    if (!name.startsWith(prefix) || typeof variable['value'] !== 'string') continue
    const flag = name.slice(prefix.length).toLowerCase().replaceAll('_', '-')
    found.set(flag, { value: variable['value'], path: [...path, 'env', at, 'value'] })
  }
  return found
}

/** Source: spf13/pflag: `--flag=value`, `--flag value`, `--switch`; `_` and `-` are the same in names of Kubernetes' flags. */
function flagsOf(words: readonly Word[], end: Path, variables: ReadonlyMap<string, Setting>): Flags {
  const settings = new Map<string, Setting[]>()
  for (let at = 0; at < words.length; at++) {
    const word = words[at]
    const match = /^--?([A-Za-z][\w.-]*)(?:=(.*))?$/s.exec(word?.text ?? '')
    if (!word || !match) continue
    const flag = (match[1] ?? '').replaceAll('_', '-')
    const next = words[at + 1]?.text
    const takesNext = match[2] === undefined && !SWITCHES.has(flag) && next !== undefined && !next.startsWith('-')
    const value = match[2] ?? (takesNext ? next : 'true')
    if (takesNext) at++
    settings.set(flag, [...(settings.get(flag) ?? []), { value, path: word.path }])
  }
  const ofFlag = (flag: string): readonly Setting[] => {
    const variable = variables.get(flag)
    return settings.get(flag) ?? (variable ? [variable] : [])
  }
  return {
    valueOf: (flag) => ofFlag(flag).at(-1)?.value,
    listOf: (flag) => {
      const set = ofFlag(flag)
      return set.length === 0 ? undefined : set.flatMap(({ value }) => value.split(',').map((one) => one.trim()))
    },
    placeOf: (flag) => ofFlag(flag).at(-1)?.path ?? end,
  }
}

/** Source: Go, strconv.ParseBool. Undefined for what it does not take. */
export function switchOf(value: string | undefined): boolean | undefined {
  if (value === undefined) return undefined
  if (['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value)) return true
  if (['0', 'f', 'F', 'FALSE', 'false', 'False'].includes(value)) return false
  return undefined
}

/** A text within an object from outside, such as a command line; empty where it is none. */
export function lineOf(object: unknown, ...names: readonly string[]): string {
  let value = object
  for (const name of names) value = fieldsOf(value)[name]
  return textOf(value, 65_536)
}
