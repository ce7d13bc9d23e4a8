import type { Queries } from '@breakwater/drizzle/database.ts'
import { getColumns, getTableName, type SQL, sql } from 'drizzle-orm'
import type { PgColumn, PgTable } from 'drizzle-orm/pg-core'

/**
 * Many rows in one statement: a column goes over as one array, or once where all rows agree in it. Half the time of a list of values, on
 * both databases, and without a limit on parameters. Statements are unnamed.
 */
export interface Bulk<Row> {
  /** Inserts, or takes over rows that are there; returns the ids of what was written. */
  upsert(tx: Queries, rows: readonly Row[]): Promise<string[]>
}

export interface BulkOptions<Row> {
  /** Columns that an upsert leaves as they were. */
  readonly kept?: readonly (keyof Row & string)[]
  /** SQL: which rows that are there an upsert takes over; all when absent. The new one is called `excluded`. */
  readonly onlyWhere?: string
}

/** Prepares bulk writes of a table with the primary key `id`. */
export function bulk<Row>(table: PgTable, { kept = [], onlyWhere }: BulkOptions<Row> = {}): Bulk<Row> {
  const columns = columnsOf(table)
  const replaced = columns.filter((column) => column.name !== 'id' && !kept.some((key) => key === column.key))
  const assignments = replaced.map(({ name }) => `"${name}" = excluded."${name}"`).join(', ')
  const condition = onlyWhere ? ` where ${onlyWhere}` : ''
  const conflict = sql.raw(` on conflict (id) do update set ${assignments}${condition} returning id`)
  return {
    upsert: async (tx, rows) => {
      if (rows.length === 0) return []
      const result = await tx.execute<{ id: string }>(sql`${insertOf(table, columns, rows)}${conflict}`)
      return result.rows.map(({ id }) => id)
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
    // What has a syntax of its own goes over as text, for an array of arrays would be a table of them.
    const isText = type.endsWith('[]') || type === 'jsonb'
    names.push(`"${name}"`)
    arrays.push(sql`${sql.param(values)}::${sql.raw(isText ? 'text' : type)}[]`)
    return sql.raw(isText ? `r."${name}"::${type}` : `r."${name}"`)
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

/** Source: PostgreSQL manual, "Array Input and Output Syntax". */
function arrayLiteral(texts: readonly string[]): string {
  return `{${texts.map((text) => `"${text.replace(/["\\]/g, '\\$&')}"`).join(',')}}`
}
