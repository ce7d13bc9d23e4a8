import { en } from './en.ts'

type Catalogue = typeof en

export type MessageKey = keyof Catalogue

/** Names in braces of a message, such as `count` of `{count} new`. */
type Names<Message> = Message extends `${string}{${infer Name}}${infer Rest}` ? Name | Names<Rest> : never

type NamesOf<Message> = Message extends { one: infer One; other: infer Other }
  ? Names<One> | Names<Other> | 'count'
  : Names<Message>

type Arguments<Message> = [NamesOf<Message>] extends [never]
  ? []
  : [values: { readonly [Name in NamesOf<Message>]: string | number }]

/** Keys whose message needs no values: what may be looked up by a computed key. */
export type PlainMessageKey = {
  [Key in MessageKey]: Arguments<Catalogue[Key]> extends [] ? Key : never
}[MessageKey]

const LANGUAGE = 'en'
const plural = new Intl.PluralRules(LANGUAGE)
const number = new Intl.NumberFormat(LANGUAGE)

/**
 * A text of the catalogue, its `{names}` filled in. A message with a `one` and an `other` form is chosen by `count`;
 * numbers are grouped (`12,345`).
 */
export function text<Key extends MessageKey>(key: Key, ...args: Arguments<Catalogue[Key]>): string {
  const message: string | { readonly one: string; readonly other: string } = en[key]
  const values: Readonly<Record<string, string | number>> = args[0] ?? {}
  return fill(typeof message === 'string' ? message : message[form(values['count'])], values)
}

export function formatNumber(value: number): string {
  return number.format(value)
}

function form(count: string | number | undefined): 'one' | 'other' {
  return plural.select(Number(count)) === 'one' ? 'one' : 'other'
}

function fill(message: string, values: Readonly<Record<string, string | number>>): string {
  return message.replace(/\{(\w+)\}/g, (hole, name: string) => {
    const value = values[name]
    if (value === undefined) return hole
    return typeof value === 'number' ? formatNumber(value) : value
  })
}
