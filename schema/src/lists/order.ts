import { type Column, getColumns, type InferSelectModel, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { CursorValue } from '../cursor.ts'

/** One thing that a list is sorted by. Never null in the database. */
export interface SortKey {
  readonly expression: SQL
  /** The type that a cursor's value is cast to. */
  readonly cast: string
  readonly value: (row: Readonly<Record<string, unknown>>) => CursorValue
}

/** Sorts by the columns that have these names in `table`, in this order; text bytewise, so that a cursor means the same everywhere. */
export function by<Table extends PgTable>(
  table: Table,
  ...names: readonly (keyof InferSelectModel<Table> & string)[]
): readonly SortKey[] {
  const columns: Record<string, Column> = getColumns(table)
  return names.map((name) => {
    const column = columns[name]
    if (!column?.notNull)
      throw new Error(`A list cannot be sorted by ${name}: there is no such column, or it is nullable.`)
    const type = column.getSQLType()
    return {
      expression: type === 'text' ? sql`${column} collate "C"` : sql`${column}`,
      cast: type.replace(' collate "C"', ''),
      value: (row) => cursorValue(row[name]),
    }
  })
}

function cursorValue(value: unknown): CursorValue {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  throw new Error(`A row cannot be placed by a ${typeof value}.`)
}

/** `(a, b) > (x, y)`: what comes after the row whose sort values are `values`; one comparison, which an index answers. */
export function beyond(keys: readonly SortKey[], values: readonly CursorValue[], ascending: boolean): SQL {
  const left = sql.join(
    keys.map((key) => key.expression),
    sql`, `,
  )
  const right = sql.join(
    keys.map((key, index) => sql`${values[index]}::${sql.raw(key.cast)}`),
    sql`, `,
  )
  return ascending ? sql`(${left}) > (${right})` : sql`(${left}) < (${right})`
}

/** The order by clause: all keys in one direction. */
export function sortedBy(keys: readonly SortKey[], ascending: boolean): SQL[] {
  return keys.map((key) => (ascending ? sql`${key.expression} asc` : sql`${key.expression} desc`))
}
