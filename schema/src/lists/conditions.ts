import { type Column, eq, inArray, type SQL, sql } from 'drizzle-orm'
import { wasLookedAt } from '../looked-at.ts'
import type { AssetTypeName } from '../risk-summary.ts'
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

/** Whether `name` is one of `values`, by the index on its lower-cased twin; undefined when none were given to ask for. */
export function oneName(name: Column, lower: Column, values: readonly string[] | null | undefined): SQL | undefined {
  if (!values) return undefined
  const lowered = values.map((value) => value.toLowerCase())
  return sql`(${anyOf(lower, lowered)} and ${anyOf(name, values)})`
}

/**
 * Whether `rank`, which indexes hold, is that of one of `values`; undefined when none were given to ask for. `words` stand in the order of their
 * ranks, the lowest first.
 */
export function ranked(
  rank: Column,
  words: readonly string[],
  values: readonly string[] | null | undefined,
): SQL | undefined {
  return values
    ? inArray(
        rank,
        values.map((word) => words.indexOf(word)),
      )
    : undefined
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

/** What of a list is at risk. */
interface Risky {
  /** What is asked about, and the cluster that it lies in. */
  readonly type: AssetTypeName
  readonly cluster: Column
  /** A column that the asset carries, or a question to a roll-up. */
  readonly risky: Column | SQL
}

/**
 * Whether it is at risk. Of a cluster in which no domain has looked at such assets nothing is at risk, and nothing is not: it is in
 * neither list.
 */
export function atRisk({ type, cluster, risky }: Risky, wanted: boolean | null | undefined): SQL | undefined {
  if (typeof wanted !== 'boolean') return undefined
  const analyzed = wasLookedAt(type, cluster)
  return wanted ? sql`(${risky} and ${analyzed})` : sql`(${analyzed} and not ${risky})`
}
