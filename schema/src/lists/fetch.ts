import { assetCount } from '@breakwater/drizzle/tables/asset.ts'
import DataLoader from 'dataloader'
import { and, type Column, eq, getColumns, type SQL, sql } from 'drizzle-orm'
import type { PgTable } from 'drizzle-orm/pg-core'
import type { Context } from '../context.ts'
import type { CursorValue } from '../cursor.ts'
import { expressionsOf, type Loaders } from '../loaders.ts'
import { visibleTo } from '../visible.ts'
import type { ListOptions } from './definition.ts'
import type { Within } from './list.ts'
import { beyond, computedValues, type SortKey, sortedBy } from './order.ts'
import { type ScopeShape, withinScope } from './scope-input.ts'

/** What the SQL of a list needs of its definition; the filter has become conditions. */
type ListSource = Pick<ListOptions<object, never, string>, 'table' | 'source' | 'rollUp'>

export interface PageQuery {
  readonly definition: ListSource
  readonly conditions: readonly (SQL | undefined)[]
  /** On the rows that the list's source makes. */
  readonly having: readonly (SQL | undefined)[]
  readonly keys: readonly SortKey[]
  /** What the keys need beside the table. */
  readonly join: SQL | undefined
  readonly ascending: boolean
  /** Rows that are wanted; one more is read, which tells whether there are more. */
  readonly size: number
}

export interface PageKey {
  readonly within: Within
  readonly cursor: readonly CursorValue[] | undefined
}

export interface Page<Row> {
  /** In the direction of the query. */
  readonly rows: readonly Row[]
  readonly more: boolean
}

export interface TotalQuery {
  readonly definition: ListSource
  readonly conditions: readonly (SQL | undefined)[]
  readonly having: readonly (SQL | undefined)[]
  readonly filter: object
  /** A condition of the parent's own is among the conditions. */
  readonly narrowed: boolean
}

/** Pages of one query for many parents, in one SQL statement. `shared` names the query; undefined: it is this field's alone. */
export function pageLoader<Row>(loaders: Loaders, shared: string | undefined, query: PageQuery, context: Context) {
  return loaders.keyed(`page ${shared}`, shared !== undefined, () => {
    const load = (keys: readonly PageKey[]) => readPages<Row>(query, keys, context)
    return new DataLoader<PageKey, Page<Row>, string>(load, { cacheKeyFn: JSON.stringify })
  })
}

/** Totals of one query for many parents, in one SQL statement. */
export function totalLoader(loaders: Loaders, shared: string | undefined, query: TotalQuery, context: Context) {
  return loaders.keyed(`total ${shared}`, shared !== undefined, () => {
    const load = (keys: readonly Within[]) => readTotals(query, keys, context)
    return new DataLoader<Within, number, string>(load, { cacheKeyFn: JSON.stringify })
  })
}

async function readPages<Row>(query: PageQuery, pages: readonly PageKey[], context: Context): Promise<Page<Row>[]> {
  const [only, ...others] = pages
  if (only && others.length === 0) return [cut(await readPage<Row>(query, only, context), query.size)]
  // A cursor belongs to one parent, so pages that are read together have none.
  const table = query.definition.table
  const parents = parentKeys(pages.map((page) => page.within))
  const inner = context.database.db
    .select({
      ...aliased({ ...expressionsOf(table), ...computedValues(query.keys) }),
      position: sql<number>`row_number() over (order by ${orderOf(query)})`.as('position'),
    })
    .from(joined(table, query.join))
    .where(and(...query.conditions, ...matching(table, parents.names)))
    .orderBy(orderOf(query))
    .limit(query.size + 1)
    .as('page')
  const { position, ...row } = getColumns(inner)
  const found = await context.database.db
    .select({ parent: sql<number>`k.n`.mapWith(Number), position: sql<number>`${position}`.mapWith(Number), row })
    .from(parents.from)
    .crossJoinLateral(inner)
  const rows: Row[][] = pages.map(() => [])
  for (const { parent, row } of found.toSorted((a, b) => a.position - b.position)) rows[parent - 1]?.push(row as Row)
  return rows.map((all) => cut(all, query.size))
}

async function readPage<Row>(query: PageQuery, page: PageKey, context: Context): Promise<Row[]> {
  const { table, source } = query.definition
  const conditions = and(
    ...query.conditions,
    ...Object.entries(page.within).map(([name, value]) => eq(column(table, name), value)),
  )
  const after = page.cursor ? beyond(query.keys, page.cursor, query.ascending) : undefined
  const rows = await context.database.db
    .select({ ...expressionsOf(table), ...computedValues(query.keys) })
    .from(joined(source ? source(conditions) : table, query.join))
    .where(source ? and(...query.having, after) : and(conditions, after))
    .orderBy(orderOf(query))
    .limit(query.size + 1)
  return rows as Row[]
}

async function readTotals(query: TotalQuery, parents: readonly Within[], context: Context): Promise<number[]> {
  const { table, source } = query.definition
  const rolledUp = rolledUpConditions(query, parents[0] ?? {}, context)
  const counted = rolledUp ? assetCount : table
  const conditions = rolledUp ?? query.conditions
  const value = rolledUp ? sql<number>`coalesce(sum(${assetCount.total}), 0)` : sql<number>`count(*)`
  const [only, ...others] = parents
  if (only && others.length === 0) {
    const all = and(...conditions, ...Object.entries(only).map(([name, value]) => eq(column(counted, name), value)))
    const rows = await context.database.db
      .select({ total: value.mapWith(Number) })
      .from(source ? source(all) : counted)
      .where(source ? and(...query.having) : all)
      .limit(1)
    return [rows[0]?.total ?? 0]
  }
  const keys = parentKeys(parents)
  const inner = context.database.db
    .select({ total: value.as('total') })
    .from(counted)
    .where(and(...conditions, ...matching(counted, keys.names)))
    .limit(1)
    .as('counted')
  const rows = await context.database.db
    .select({ parent: sql<number>`k.n`.mapWith(Number), total: sql<number>`${inner.total}`.mapWith(Number) })
    .from(keys.from)
    .crossJoinLateral(inner)
  const totals = parents.map(() => 0)
  for (const { parent, total } of rows) totals[parent - 1] = total
  return totals
}

function joined(rows: PgTable | SQL, join: SQL | undefined): PgTable | SQL {
  return join ? sql`${rows} ${join}` : rows
}

function aliased(values: Readonly<Record<string, SQL>>): Record<string, SQL.Aliased> {
  return Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.as(name)]))
}

/** Conditions on the roll-up that stand for the filter; undefined when it asks for more than the roll-up knows. */
function rolledUpConditions(query: TotalQuery, within: Within, context: Context): (SQL | undefined)[] | undefined {
  const { rollUp } = query.definition
  const { scope, gone, ...more } = query.filter as {
    readonly scope?: ScopeShape | null
    readonly gone?: boolean | null
  }
  const asksMore = Object.values(more).some((value) => value !== null && value !== undefined)
  const known = Object.keys(within).every((name) => name === 'cluster' || name === 'namespace')
  if (!rollUp || query.narrowed || asksMore || gone || scope?.registries || !known) return undefined
  const scoped = rollUp === 'NODE' ? { cluster: assetCount.cluster } : assetCount
  return [
    visibleTo(context.viewer, assetCount),
    eq(assetCount.kind, rollUp),
    withinScope(scope, { cluster: scoped.cluster, ...('namespace' in scoped && { namespace: scoped.namespace }) }),
  ]
}

/** The parents as rows of `k`, numbered from 1 as `k.n`, with a column `p0`, `p1` … for each key. */
function parentKeys(parents: readonly Within[]): { readonly names: readonly string[]; readonly from: SQL } {
  const names = Object.keys(parents[0] ?? {})
  const arrays = names.map((name) => sql`${sql.param(parents.map((parent) => parent[name] ?? ''))}::text[]`)
  const columns = sql.raw([...names.map((_, index) => `p${index}`), 'n'].join(', '))
  return { names, from: sql`unnest(${sql.join(arrays, sql`, `)}) with ordinality as k(${columns})` }
}

function matching(table: PgTable, names: readonly string[]): SQL[] {
  return names.map((name, index) => sql`${column(table, name)} = k.${sql.raw(`p${index}`)}`)
}

function column(table: PgTable, name: string): Column {
  const found: Column | undefined = getColumns(table)[name]
  if (!found) throw new Error(`There is no column ${name} to find the rows of a parent by.`)
  return found
}

function orderOf(query: PageQuery): SQL {
  return sql.join(sortedBy(query.keys, query.ascending), sql`, `)
}

function cut<Row>(rows: readonly Row[], size: number): Page<Row> {
  return { rows: rows.slice(0, size), more: rows.length > size }
}
