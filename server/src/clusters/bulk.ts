import type { Queries } from '@breakwater/drizzle/database.ts'
import { getColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'

/**
 * Many rows in one statement: a column goes over as one array, or once where all rows agree in it. Half the time of a list of values, on
 * both databases, and without a limit on parameters. Statements are unnamed.
 */
export interface Bulk<Row> {
  /** Inserts, or takes over rows that are there; returns the ids of what was written, `undefined` when that is all. */
  upsert(tx: Queries, rows: readonly Row[]): Promise<ReadonlySet<string> | undefined>
}

export interface BulkOptions<Row> {
  /** Columns that an upsert leaves as they were. */
  readonly kept?: readonly (keyof Row & string)[]
  /** Columns that somebody else writes: of a new row they have their defaults, of one that is there they stay. */
  readonly unwritten?: readonly string[]
  /** SQL: which rows that are there an upsert takes over; all when absent. The new one is called `excluded`. */
  readonly onlyWhere?: string
}

/** Prepares bulk writes of a table with the primary key `id`. */
export function bulk<Row>(table: PgTable, { kept = [], unwritten = [], onlyWhere }: BulkOptions<Row> = {}): Bulk<Row> {
  const columns = columnsOf(table).filter(({ key }) => !unwritten.includes(key))
  const replaced = columns.filter((column) => column.name !== 'id' && !kept.some((key) => key === column.key))
  const assignments = replaced.map(({ name }) => `"${name}" = excluded."${name}"`).join(', ')
  const condition = onlyWhere ? ` where ${onlyWhere}` : ''
  const conflict = sql.raw(` on conflict (id) do update set ${assignments}${condition} returning id`)
  return {
    upsert: async (tx, rows) => {
      if (rows.length === 0) return undefined
      // Ids are sent back only when it was not all of them.
      const result = await tx.execute<{ ids: string[] | null }>(sql`
        with written as (${insertOf(table, columns, rows)}${conflict})
        select case when count(*) <> ${rows.length} then coalesce(array_agg(id), '{}') end as ids from written`)
      const ids = result.rows[0]?.ids
      return ids ? new Set(ids) : undefined
    },
  }
}

/** Prepares inserts into a table whose other columns have defaults. Rows are inserted in their order. */
export function bulkInsert<Row>(table: PgTable, keys: readonly (keyof Row & string)[]) {
  const columns = columnsOf(table).filter(({ key }) => keys.some((wanted) => wanted === key))
  return async (tx: Queries, rows: readonly Row[]): Promise<void> => {
    if (rows.length > 0) await tx.execute(insertOf(table, columns, rows))
  }
}

/** A part of a row that is JSON already. */
export class JsonText {
  readonly text: string
  constructor(text: string) {
    this.text = text
  }
}

interface Column {
  /** In a row of ours. */
  readonly key: string
  /** In the database. */
  readonly name: string
  readonly type: string
}

type Value = string | number | boolean | null

function columnsOf(table: PgTable): Column[] {
  return Object.entries(getColumns(table)).map(([key, column]) => ({ key, name: column.name, type: typeOf(column) }))
}

function typeOf(column: PgColumn): string {
  const type = column.getSQLType().replace(/ collate .*/, '')
  return 'dimensions' in column && column.dimensions ? `${type}[]` : type
}

function insertOf<Row>(table: PgTable, columns: readonly Column[], rows: readonly Row[]): SQL {
  const names: string[] = []
  const arrays: SQL[] = []
  const selected = columns.map(({ key, name, type }, i) => {
    const values = rows.map((row) => sqlValue((row as Record<string, unknown>)[key], type))
    // The first column is always given row by row, so that there is a row for each.
    if (i > 0 && values.every((value) => value === values[0])) return sql`${values[0]}::${sql.raw(type)}`
    const element = elementOf(type, values)
    names.push(`"${name}"`)
    arrays.push(sql`${sql.param(arrayBytes(element, values))}::${sql.raw(element)}[]`)
    return sql.raw(element === type ? `r."${name}"` : `r."${name}"::${type}`)
  })
  const into = columns.map(({ name }) => `"${name}"`).join(', ')
  return sql`insert into ${sql.raw(`"${getTableName(table)}" (${into})`)} select ${sql.join(selected, sql`, `)} from unnest(${sql.join(arrays, sql`, `)}) as r(${sql.raw(names.join(', '))})`
}

function sqlValue(value: unknown, type: string): Value {
  if (value === undefined || value === null) return null
  if (typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean') return value
  if (value instanceof JsonText) return value.text
  if (value instanceof Date) return value.toISOString()
  if (type.endsWith('[]')) return arrayLiteral(value as readonly string[])
  return JSON.stringify(value)
}

/**
 * In what a column's values go over. What has a syntax of its own goes as text, for an array of arrays would be a table of them; so does
 * a number that is none of the column's, for the database to refuse.
 */
function elementOf(type: string, values: readonly Value[]): Element {
  if (type === 'integer') return values.every((value) => value === null || isInt32(value)) ? type : 'text'
  return type === 'boolean' ? type : 'text'
}

function isInt32(value: Value): boolean {
  return Number.isInteger(value) && Math.abs(Number(value)) <= MOST_INT32
}

type Element = 'text' | 'integer' | 'boolean'

/** Source: PostgreSQL, pg_type.dat. */
const OIDS: Readonly<Record<Element, number>> = { text: 25, integer: 23, boolean: 16 }

const MOST_INT32 = 2 ** 31 - 1
const HEADER_BYTES = 20
const NULL_LENGTH = -1

/**
 * An array as the protocol carries it in binary, which spares both sides the quoting: dimensions, whether there are nulls, the type of the
 * elements, length and lower bound; then each element after its length. Source: PostgreSQL, array_recv in arrayfuncs.c.
 */
function arrayBytes(element: Element, values: readonly Value[]): Buffer {
  const texts = values.map((value) => (value === null || element !== 'text' ? value : String(value)))
  const sizes = texts.map((value) => sizeOf(value))
  const bytes = Buffer.allocUnsafe(sizes.reduce((sum, size) => sum + size + 4, HEADER_BYTES))
  bytes.writeInt32BE(1, 0)
  bytes.writeInt32BE(values.includes(null) ? 1 : 0, 4)
  bytes.writeInt32BE(OIDS[element], 8)
  bytes.writeInt32BE(values.length, 12)
  bytes.writeInt32BE(1, 16)
  let at = HEADER_BYTES
  for (const [i, value] of texts.entries()) {
    const size = sizes[i] ?? 0
    at = bytes.writeInt32BE(value === null ? NULL_LENGTH : size, at)
    if (typeof value === 'string') bytes.write(value, at, 'utf8')
    else if (typeof value === 'number') bytes.writeInt32BE(value, at)
    else if (value !== null) bytes.writeInt8(value ? 1 : 0, at)
    at += size
  }
  return bytes
}

function sizeOf(value: Value): number {
  if (typeof value === 'string') return Buffer.byteLength(value, 'utf8')
  if (typeof value === 'number') return 4
  return value === null ? 0 : 1
}

/** Source: PostgreSQL manual, "Array Input and Output Syntax". */
function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}
