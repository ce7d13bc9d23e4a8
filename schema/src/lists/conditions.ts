import { analysis } from '@breakwater/drizzle/tables/risk.ts'
import { type Column, eq, type SQL, sql } from 'drizzle-orm'
import { anyOf } from '../visible.ts'

/** Whether `text` stands anywhere in one of `columns`, in whatever case; `%`, `_` and `\` mean themselves. */
export function containsText(text: string | null | undefined, ...columns: readonly Column[]): SQL | undefined {
  const searched = text?.trim()
  if (!searched) return undefined
  const pattern = `%${searched.replace(/[\\%_]/g, (special) => `\\${special}`)}%`
  return sql`(${sql.join(
    columns.map((column) => sql`${column} ilike ${pattern}`),
    sql` or `,
  )})`
}

/** Whether `column` holds one of `values`; undefined when none were given to ask for. */
export function oneOf(column: Column | SQL, values: readonly string[] | null | undefined): SQL | undefined {
  return values ? anyOf(column, values) : undefined
}

/** Whether `column`, a list, holds one of `values`; undefined when none were given to ask for. */
export function holdsAny(column: Column, values: readonly string[] | null | undefined): SQL | undefined {
  return values ? sql`${column} && ${sql.param([...values])}::text[]` : undefined
}

/** Whether `column` is as asked; undefined when nothing was asked. */
export function is(column: Column, value: boolean | null | undefined): SQL | undefined {
  return typeof value === 'boolean' ? eq(column, value) : undefined
}

/** Present rows; with `gone`, only those that are gone. */
export function presence(column: Column, gone: boolean | null | undefined): SQL {
  return eq(column, gone !== true)
}

/**
 * Whether what lies in `inCluster` is at risk, as `risky` tells: a column that the asset carries, or a question to a roll-up. Of a cluster
 * that no domain has analyzed nothing is at risk, and nothing is not: it is in neither list.
 */
export function atRisk(risky: Column | SQL, inCluster: Column, wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  const analyzed = sql`exists (select 1 from ${analysis} where ${analysis.cluster} = ${inCluster})`
  return wanted ? sql`(${risky} and ${analyzed})` : sql`(${analyzed} and not ${risky})`
}
