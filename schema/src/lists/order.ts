import { type Column, getColumns, type InferSelectModel, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { CursorValue } from '../cursor.ts'
import type { Viewer } from '../viewer.ts'

/** One thing that a list is sorted by. Never null in the database. */
export interface SortKey {
  readonly expression: SQL
  /** The type that a cursor's value is cast to. */
  readonly cast: string
  /** The column that holds it, by its name in the row. Undefined: it is computed, and read along with the row. */
  readonly column: string | undefined
}

/** What an order is made of. */
export interface SortedBy {
  readonly by: readonly SortKey[]
  /**
   * Joins that follow the table when the list is sorted so, and only then: what the keys need of other tables. One row for each of
   * the table's; its columns are named `sort_…`, as no table's are.
   */
  readonly join?: (viewer: Viewer) => SQL
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
      column: name,
    }
  })
}

/** The numbers of risks that an asset carries, by which it is sorted. */
export const RISK_COLUMNS = ['riskHigh', 'riskMedium', 'riskLow'] as const

/** What to say of that order. */
export const RISKS_ORDER =
  'By number of open, unwaived risks of it and of all that is in it: HIGH ones first, then MEDIUM, then LOW. What was not analyzed stands with what has none.'

/** Sorts by what no column holds, such as a sum or a nullable column's stand-in; text bytewise. `expression` must never be null. */
export function computed(type: 'integer' | 'float8' | 'text' | 'timestamptz', expression: SQL): SortKey {
  return {
    expression: type === 'text' ? sql`(${expression}) collate "C"` : sql`(${expression})`,
    cast: type,
    column: undefined,
  }
}

/** What has to be read beside a row's columns, to know its place among rows sorted by `keys`: by the names that the row gets. */
export function computedValues(keys: readonly SortKey[]): Record<string, SQL> {
  const entries = keys.flatMap((key, index): [string, SQL][] =>
    // Wrapped, so that its columns stay qualified: what it was made of may have columns of the same names.
    key.column === undefined ? [[computedName(index), sql`${key.expression}`]] : [],
  )
  return Object.fromEntries(entries)
}

/** The place of a row that was read with its computed values. */
export function placeOf(row: object, keys: readonly SortKey[]): CursorValue[] {
  return keys.map((key, index) => cursorValue(Reflect.get(row, key.column ?? computedName(index))))
}

function computedName(index: number): string {
  return `$${index}`
}

function cursorValue(value: unknown): CursorValue {
  if (value instanceof Date) return value.toISOString()
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  throw new Error(`A row cannot be placed by a ${typeof value}.`)
}

/**
 * `(a, b) > (x, y)`: what comes after the row whose sort values are `values`; one comparison, which an index answers. Where `a` is
 * of another table no index knows the pair, so `a >= x` is said once more by itself: an index on `a` skips what comes before.
 */
export function beyond(keys: readonly SortKey[], values: readonly CursorValue[], ascending: boolean): SQL {
  const left = sql.join(
    keys.map((key) => key.expression),
    sql`, `,
  )
  const right = sql.join(
    keys.map((key, index) => sql`${values[index]}::${sql.raw(key.cast)}`),
    sql`, `,
  )
  const pair = ascending ? sql`(${left}) > (${right})` : sql`(${left}) < (${right})`
  const [first] = keys
  if (!first || first.column !== undefined) return pair
  const start = sql`${values[0]}::${sql.raw(first.cast)}`
  return sql`(${first.expression} ${ascending ? sql`>=` : sql`<=`} ${start} and ${pair})`
}

/** The order by clause: all keys in one direction. */
export function sortedBy(keys: readonly SortKey[], ascending: boolean): SQL[] {
  return keys.map((key) => (ascending ? sql`${key.expression} asc` : sql`${key.expression} desc`))
}
