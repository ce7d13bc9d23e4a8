import { type Column, type SQL, sql } from 'drizzle-orm'
import { builder } from '../builder.ts'

export const LabelFilter = builder.inputType('LabelFilter', {
  description: 'A label that has to be there.',
  fields: (t) => ({
    key: t.string({ required: true, description: 'Its key, with the prefix if it has one.' }),
    value: t.string({ description: 'Its whole value; any value when not given.' }),
  }),
})

type LabelShape = typeof LabelFilter.$inferInput

/** Whether `column`, labels as jsonb, holds all of `labels`; undefined when none were given. A key with its value uses the index. */
export function hasLabels(column: Column, labels: readonly LabelShape[] | null | undefined): SQL | undefined {
  if (!labels || labels.length === 0) return undefined
  const parts = labels.map(({ key, value }) =>
    typeof value === 'string'
      ? sql`${column} @> jsonb_build_object(${key}::text, ${value}::text)`
      : sql`${column} ? ${key}`,
  )
  return sql`(${sql.join(parts, sql` and `)})`
}
