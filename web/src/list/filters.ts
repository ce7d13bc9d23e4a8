import {
  createParser,
  parseAsArrayOf,
  parseAsBoolean,
  parseAsString,
  parseAsStringLiteral,
  type SingleParserBuilder,
} from 'nuqs'
import type { PlainMessageKey } from '../messages/text.ts'
import { type RangeKind, rangeInput, readRange, writeRange } from './range.ts'

/** What can be asked of a list: how it is shown in the filter bar and how it stands in the URL. */
export type FilterDefinition =
  /** Free text over what the list calls text. */
  { readonly kind: 'text' } | LabeledFilter

export type LabeledFilter = {
  readonly label: PlainMessageKey
  /** Stands behind *More filters* until it is asked for. */
  readonly rare?: true
} /** Any of a known set; `options` in the order in which they are offered. */ & (
  | { readonly kind: 'choices'; readonly options: Readonly<Record<string, string>> }
  /** Any of values that only the server knows, such as versions; typed in, with suggestions where there are some. */
  | {
      readonly kind: 'values'
      readonly suggestions?: readonly string[]
      /** What a value looks like; nothing else is taken. */
      readonly pattern?: RegExp
      /** The API takes them as numbers. */
      readonly numeric?: true
      /** The API takes them as labels: `key=value`, or `key` for any value. */
      readonly labels?: true
    }
  /** Yes, no, or not asked. */
  | { readonly kind: 'flag' }
  /** On or not asked. */
  | { readonly kind: 'switch' }
  /** Whole numbers or days from one to another; in the URL as in range.ts. */
  | { readonly kind: RangeKind }
)

export type FilterDefinitions = Readonly<Record<string, FilterDefinition>>
export type FilterValue = string | string[] | boolean | null
export type FilterValues = Readonly<Record<string, FilterValue>>

/** Labels of an enum's values, in the order of `values`; `prefix` is where the catalogue keeps them. */
export function choicesOf<Value extends string>(values: readonly Value[], label: (value: Value) => string) {
  return Object.fromEntries(values.map((value) => [value, label(value)]))
}

/** nuqs parsers of a list's filters. Unknown values in a URL are dropped rather than sent to the server. */
export function filterParsers(definitions: FilterDefinitions): Record<string, FilterParser> {
  return Object.fromEntries(Object.entries(definitions).map(([name, definition]) => [name, parserOf(definition)]))
}

type FilterParser = SingleParserBuilder<string> | SingleParserBuilder<string[]> | SingleParserBuilder<boolean>

/** The part of a GraphQL filter input that these values ask for; what is empty is left out. */
export function filterInput(definitions: FilterDefinitions, values: FilterValues): Record<string, unknown> {
  const input: Record<string, unknown> = {}
  for (const [name, definition] of Object.entries(definitions)) {
    const value = values[name]
    if (isAsked(value)) input[name] = inputOf(definition, value)
  }
  return input
}

function inputOf(definition: FilterDefinition, value: Exclude<FilterValue, null>): unknown {
  if (definition.kind === 'numbers' || definition.kind === 'days') return rangeInput(definition.kind, value)
  if (definition.kind === 'values' && definition.numeric) return asList(value).map(Number)
  if (definition.kind === 'values' && definition.labels) return asList(value).map(labelInput)
  return typeof value === 'string' ? value.trim() : value
}

function labelInput(text: string): { key: string; value?: string } {
  const equals = text.indexOf('=')
  return equals < 0 ? { key: text } : { key: text.slice(0, equals), value: text.slice(equals + 1) }
}

/** How many filters are in use. */
export function askedCount(definitions: FilterDefinitions, values: FilterValues): number {
  return Object.keys(definitions).filter((name) => isAsked(values[name])).length
}

export function isAsked(value: FilterValue | undefined): value is Exclude<FilterValue, null> {
  if (value === null || value === undefined) return false
  if (typeof value === 'string') return value.trim() !== ''
  return typeof value === 'boolean' || value.length > 0
}

export function asList(value: FilterValue): string[] {
  return Array.isArray(value) ? value : []
}

function parserOf(definition: FilterDefinition): FilterParser {
  switch (definition.kind) {
    case 'text':
      return parseAsString
    case 'choices':
      return parseAsArrayOf(parseAsStringLiteral(Object.keys(definition.options)))
    case 'values':
      return parseAsArrayOf(definition.pattern ? matching(definition.pattern) : parseAsString)
    case 'numbers':
    case 'days':
      return rangeParser(definition.kind)
    case 'flag':
    case 'switch':
      return parseAsBoolean
  }
}

function matching(pattern: RegExp): SingleParserBuilder<string> {
  return createParser({ parse: (value) => (pattern.test(value) ? value : null), serialize: (value) => value })
}

function rangeParser(kind: RangeKind): SingleParserBuilder<string> {
  return createParser({ parse: (value) => writeRange(readRange(kind, value)), serialize: (value) => value })
}
