import { Composer, type Document, Lexer, LineCounter, Parser, type ScalarTag, type Tags } from 'yaml'
import { cleanse } from './manifest-value.ts'

/** How much of one document is read. */
export interface DocumentLimits {
  /** Aliases (`*name`) in one document, and how often what they stand for may be written out. */
  readonly maxAliases: number
  /** Mappings and lists inside one another. */
  readonly maxDepth: number
  /** Scalars and containers in one document, shared ones counted each time. */
  readonly maxValues: number
}

/** What a document holds, or why it cannot be read. `line` counts from 1 within the document. */
export type ReadDocument =
  | { readonly value: unknown }
  | { readonly code: DocumentProblemCode; readonly message: string; readonly line: number | undefined }

export type DocumentProblemCode = 'SYNTAX' | 'TOO_DEEP' | 'TOO_MANY_ALIASES' | 'TOO_LARGE'

/** Reads one JSON document. Messages never quote the text: it may hold secrets. */
export function readJson(text: string, limits: DocumentLimits): ReadDocument {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { code: 'SYNTAX', message: 'This is not valid JSON.', line: lineOfJsonError(error, text) }
  }
  return accept(value, limits)
}

/**
 * Reads one YAML document by the rules that Kubernetes' own reader has: YAML 1.1 without dates, sexagesimal numbers
 * and the booleans `y` and `n`; of a key that stands twice the last one counts. Messages never quote the text.
 * Source: sigs.k8s.io/yaml, which reads with go-yaml 2.
 */
export function readYaml(text: string, limits: DocumentLimits): ReadDocument {
  const lines = new LineCounter()
  try {
    const composed = compose(text, lines, limits)
    if (!(composed && 'errors' in composed)) return composed ?? { value: null }
    const error = composed.errors[0]
    if (error) return { code: 'SYNTAX', message: sentence(error.code), line: lines.linePos(error.pos[0]).line }
    return accept(composed.toJS({ maxAliasCount: limits.maxAliases }), limits)
  } catch (error) {
    return thrown(error)
  }
}

function compose(text: string, lines: LineCounter, limits: DocumentLimits): Document | ReadDocument | undefined {
  const parser = new Parser(lines.addNewLine)
  const composer = new Composer({
    version: '1.1',
    customTags: kubernetesTags,
    uniqueKeys: false, // comparing each key with each other one takes minutes for a large mapping
    prettyErrors: false,
    logLevel: 'silent',
  })
  let document: Document | undefined
  let aliases = 0
  let inScalar = false
  const keep = (composed: Document): void => {
    document ??= composed
  }
  for (const lexeme of new Lexer().lex(text)) {
    if (!inScalar && lexeme.startsWith('*') && ++aliases > limits.maxAliases) return tooManyAliases()
    inScalar = lexeme === SCALAR_FOLLOWS
    for (const token of parser.next(lexeme)) for (const composed of composer.next(token)) keep(composed)
    // A mapping or a list takes up to two places on the parser's stack.
    if (parser.stack.length > limits.maxDepth * 2 + 4) return tooDeep()
  }
  for (const token of parser.end()) for (const composed of composer.next(token)) keep(composed)
  for (const composed of composer.end()) keep(composed)
  return document
}

/** The lexer's mark before a plain or block scalar. */
const SCALAR_FOLLOWS = '\u001f'

function accept(value: unknown, limits: DocumentLimits): ReadDocument {
  const refusal = cleanse(value, limits.maxDepth, limits.maxValues)
  if (refusal === 'TOO_DEEP') return tooDeep()
  if (refusal === 'TOO_LARGE')
    return { code: 'TOO_LARGE', message: 'The document holds too many values.', line: undefined }
  return { value }
}

function tooDeep(): ReadDocument {
  return { code: 'TOO_DEEP', message: 'The document is nested too deeply.', line: undefined }
}

function tooManyAliases(): ReadDocument {
  return { code: 'TOO_MANY_ALIASES', message: 'The document uses too many YAML aliases.', line: undefined }
}

function thrown(error: unknown): ReadDocument {
  if (error instanceof ReferenceError && error.message.startsWith('Excessive alias')) return tooManyAliases()
  if (error instanceof ReferenceError) {
    return { code: 'SYNTAX', message: 'A YAML alias stands for something that is not there.', line: undefined }
  }
  if (error instanceof RangeError) return tooDeep()
  return { code: 'SYNTAX', message: sentence(undefined), line: undefined }
}

function kubernetesTags(tags: Tags): Tags {
  return tags
    .filter((tag) => typeof tag === 'string' || !(UNKNOWN_TO_KUBERNETES.has(tag.tag) || sexagesimal(tag)))
    .map((tag) => (typeof tag === 'object' && tag.tag === BOOLEAN ? withoutLetters(tag as ScalarTag) : tag))
}

const BOOLEAN = 'tag:yaml.org,2002:bool'

const UNKNOWN_TO_KUBERNETES = new Set(
  ['timestamp', 'binary', 'omap', 'pairs', 'set'].map((name) => `tag:yaml.org,2002:${name}`),
)

function sexagesimal(tag: Exclude<Tags[number], string>): boolean {
  return 'format' in tag && tag.format === 'TIME'
}

function withoutLetters(tag: ScalarTag): ScalarTag {
  const isTrue = tag.test?.test('true') ?? false
  return {
    ...tag,
    test: isTrue ? /^(?:[Yy]es|YES|[Tt]rue|TRUE|[Oo]n|ON)$/ : /^(?:[Nn]o|NO|[Ff]alse|FALSE|[Oo]ff|OFF)$/,
  }
}

function lineOfJsonError(error: unknown, text: string): number {
  const told = error instanceof Error ? /\(line (\d+) column \d+\)/.exec(error.message)?.[1] : undefined
  return told ? Number(told) : text.trimEnd().split('\n').length
}

function sentence(code: string | undefined): string {
  return (code && SENTENCES[code]) ?? 'This is not valid YAML.'
}

const SENTENCES: Readonly<Record<string, string>> = {
  BAD_INDENT: 'The indentation is wrong.',
  BAD_ALIAS: 'A YAML alias or anchor is malformed.',
  BLOCK_IN_FLOW: 'A block stands inside brackets.',
  MISSING_CHAR: 'A quote, bracket, colon or comma is missing.',
  MULTILINE_IMPLICIT_KEY: 'A key goes over several lines; is a colon or a quote missing?',
  TAB_AS_INDENT: 'A tab is used for indentation; YAML wants spaces.',
  UNEXPECTED_TOKEN: 'Something stands where it may not stand.',
}
