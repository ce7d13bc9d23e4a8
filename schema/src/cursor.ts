import { createHash } from 'node:crypto'
import { requestError } from './errors.ts'

/** What a row is sorted by, as it stands in a cursor. Moments stand as ISO text. */
export type CursorValue = string | number | boolean

/** Which list, filter and order a cursor belongs to. */
export interface CursorOwner {
  readonly list: string
  readonly filter: unknown
  readonly order: string
  /** The parent's keys of a nested list. */
  readonly within: readonly string[]
}

/** Names `owner` in few characters; the same for the same filter, in whatever order its fields were written. */
export function ownerHash(owner: CursorOwner): string {
  return createHash('sha256').update(canonical(owner)).digest('base64url').slice(0, 16)
}

/** The opaque place of a row in its list: its sort values with the id last, and whose cursor it is. */
export function encodeCursor(values: readonly CursorValue[], owner: string): string {
  return Buffer.from(JSON.stringify([owner, ...values])).toString('base64url')
}

/**
 * Reads a cursor of `count` sort values. Throws a GraphQLError: CURSOR_INVALID for what is no cursor, CURSOR_MISMATCH for
 * a cursor of another list, filter or order, whose place would mean nothing here.
 */
export function decodeCursor(cursor: string, owner: string, count: number): readonly CursorValue[] {
  const [madeFor, ...values] = parsed(cursor)
  if (madeFor !== owner) {
    throw requestError(
      'CURSOR_MISMATCH',
      'This cursor belongs to another list, filter or order. Start again without it when the filter or order changes.',
    )
  }
  if (values.length !== count) throw invalid()
  return values
}

/** JSON with sorted keys and without what is null or absent: equal for inputs that mean the same. */
export function canonical(value: unknown): string {
  return JSON.stringify(sorted(value)) ?? 'null'
}

function sorted(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(sorted)
  if (typeof value !== 'object' || value === null) return value
  const entries = Object.entries(value).filter(([, field]) => field !== null && field !== undefined)
  return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, field]) => [key, sorted(field)]))
}

function parsed(cursor: string): CursorValue[] {
  let parts: unknown
  try {
    parts = JSON.parse(Buffer.from(cursor, 'base64url').toString())
  } catch {
    throw invalid()
  }
  if (!Array.isArray(parts) || !parts.every((part) => ['string', 'number', 'boolean'].includes(typeof part))) {
    throw invalid()
  }
  return parts
}

function invalid() {
  return requestError('CURSOR_INVALID', 'This is not a cursor of this server. Use one that a page returned.')
}
