import { change } from '@breakwater/drizzle/tables/change.ts'
import DataLoader from 'dataloader'
import { and, sql } from 'drizzle-orm'
import type { Context } from './context.ts'
import { fieldsOf, firstAndLast } from './lists/folded-changes.ts'
import { loadersOf } from './loaders.ts'
import type { DifferenceRow } from './refs.ts'
import { type ChangedFieldShape, changedFields } from './types/history.ts'
import { visibleTo } from './visible.ts'

/** Objects have a few filterable columns each. */
const MOST_FIELDS = 10_000

/** What differs, field by field, before the first and after the last of its changes; those of a page are read at once. */
export function differingFields(context: Context, row: DifferenceRow): Promise<ChangedFieldShape[]> {
  return loadersOf(context)
    .keyed('fields of differences', true, () => fieldLoader(context))
    .load(row)
}

function fieldLoader(context: Context) {
  const load = async (rows: readonly DifferenceRow[]) => {
    const found = await readFields(context, rows)
    return rows.map((row, index) => {
      const own = found.filter((field) => field.place === index + 1)
      const values = (side: 'was' | 'became') =>
        Object.fromEntries(own.map((field) => [field.name, field[side]] as const))
      const before = row.kind === 'NEW' ? {} : values('was')
      const after = row.kind === 'GONE' ? {} : values('became')
      return changedFields(before, after).filter((field) => field.old !== field.new)
    })
  }
  return new DataLoader<DifferenceRow, ChangedFieldShape[], string>(load, {
    cacheKeyFn: ({ type, node, firstSeq, seq }) => JSON.stringify([type, node, firstSeq, seq]),
    maxBatchSize: 100,
  })
}

interface FieldRow extends Record<string, unknown> {
  readonly place: number
  readonly name: string
  readonly was: unknown
  readonly became: unknown
}

async function readFields(context: Context, rows: readonly DifferenceRow[]): Promise<readonly FieldRow[]> {
  const told = (values: readonly (string | number)[]) => sql.param([...values])
  const found = await context.database.db.execute<FieldRow>(sql`
    select asked.place::int as place, field.name, ${firstAndLast(sql`${change}`)}
    from unnest(${told(rows.map((row) => row.type))}::text[], ${told(rows.map((row) => row.node))}::text[],
      ${told(rows.map((row) => row.firstSeq))}::bigint[], ${told(rows.map((row) => row.seq))}::bigint[]
    ) with ordinality as asked(type, node, first_seq, last_seq, place)
    inner join ${change} on ${and(
      sql`${change.type} = asked.type and ${change.node} = asked.node`,
      sql`${change.seq} between asked.first_seq and asked.last_seq`,
      visibleTo(context.viewer, change),
    )}
    cross join lateral ${fieldsOf(sql`${change}`)}
    group by asked.place, field.name limit ${MOST_FIELDS}`)
  return found.rows
}
