/**
 * Reading fields of objects that come from outside: what is not of the expected type is as if it were not there.
 */

/** A JSON object, nothing known of its fields. */
export type Fields = Readonly<Record<string, unknown>>

const NOTHING: Fields = Object.freeze({})

/** The value as an object; an empty one for anything else. */
export function fieldsOf(value: unknown): Fields {
  return isFields(value) ? value : NOTHING
}

/** Whether the value is an object and no array. */
export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

/** The members of an array that are objects; none for anything else. */
export function listOf(value: unknown): Fields[] {
  return Array.isArray(value) ? value.filter(isFields) : []
}

/** The members of an array that are texts; none for anything else. */
export function textsOf(value: unknown): string[] {
  return Array.isArray(value) ? value.filter((member) => typeof member === 'string') : []
}

/** The value as a text, cut at `most` characters and without what a database cannot hold; empty for anything else. */
export function textOf(value: unknown, most = 1_024): string {
  return typeof value === 'string' ? storable(value.length > most ? value.slice(0, most) : value) : ''
}

/** The value as a whole number between `least` and `most`; `undefined` for anything else. */
export function wholeOf(value: unknown, least = 0, most = 2_147_483_647): number | undefined {
  return typeof value === 'number' && Number.isInteger(value) && value >= least && value <= most ? value : undefined
}

/** The value as a moment between the years 1970 and 9999; `undefined` for anything else. */
export function momentOf(value: unknown): Date | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\d/.test(value)) return undefined
  const time = Date.parse(value)
  return time >= 0 && time < 253_402_300_800_000 ? new Date(time) : undefined
}

const UNSTORABLE = /[\0\ud800-\udfff]/

/** The text without NUL characters and half surrogate pairs, which PostgreSQL stores neither as text nor as jsonb. */
export function storable(text: string): string {
  return UNSTORABLE.test(text) ? text.replaceAll('\0', '').toWellFormed() : text
}
