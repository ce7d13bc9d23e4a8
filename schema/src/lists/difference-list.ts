import { change } from '@breakwater/drizzle/tables/change.ts'
import { moment, scope, sortedText } from '@breakwater/drizzle/tables/columns.ts'
import { and, notInArray, type SQL, sql } from 'drizzle-orm'
import { bigint, jsonb, snakeCase, text } from 'drizzle-orm/pg-core'
import { builder } from '../builder.ts'
import { DIFFERENCE_KINDS, DifferenceKind } from '../enums/difference.ts'
import { Difference } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const DifferenceFilter = builder.inputType('DifferenceFilter', {
  description: 'Which differences. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look.' }),
    period: t.field({
      type: DateTimeRange,
      description: 'The two moments that are compared; when not given, all that is kept of what happened.',
    }),
    types: t.stringList({
      description:
        'Types of what differs: those of assets, such as `Workload`, or kinds of other objects, such as `Ingress`.',
    }),
    kinds: t.field({ type: [DifferenceKind], description: 'Whether it is new, gone or changed.' }),
    text: t.string({ description: 'Text anywhere in the name, namespace or type, in whatever case.' }),
  }),
})

/** Not a table: what happened to each asset or object between two moments, put together from the outbox. */
const difference = snakeCase.table('difference', {
  ...scope(),
  type: sortedText().notNull(),
  node: sortedText().notNull(),
  name: text().notNull(),
  kind: text({ enum: DIFFERENCE_KINDS }).notNull(),
  at: moment().notNull(),
  seq: bigint({ mode: 'number' }).notNull(),
  old: jsonb().$type<Record<string, unknown>>(),
  new: jsonb().$type<Record<string, unknown>>(),
})

/** What has the id of something in a cluster, and is neither an asset nor an object of it. */
const NOT_IN_CLUSTERS = ['AssetCount', 'Coverage', 'ClusterWatch', 'Task', 'TaskItem', 'Risk', 'Waiver']

export const differenceList = defineList({
  name: 'Difference',
  plural: 'differences',
  row: Difference,
  table: difference,
  source: differencesOf,
  filter: DifferenceFilter,
  where: (filter) => [
    ofClusters(),
    withinScope(filter.scope, change),
    inTime(change.at, filter.period),
    oneOf(change.type, filter.types),
  ],
  having: (filter) => [
    oneOf(difference.kind, filter.kinds),
    containsText(filter.text, difference.name, difference.namespace, difference.type),
  ],
  visible: (viewer) => visibleTo(viewer, change),
  orders: {
    TIME: { description: 'By when it last changed.', by: by(difference, 'at', 'seq') },
    TYPE: { description: 'By type, then name.', by: by(difference, 'type', 'name') },
    NAME: { description: 'By name.', by: by(difference, 'name') },
    NAMESPACE: { description: 'By namespace, then name.', by: by(difference, 'namespace', 'name') },
    KIND: { description: 'By what it is: changed, gone, new.', by: by(difference, 'kind') },
  },
  defaultOrder: { field: 'TIME', direction: 'DESC' },
  key: by(difference, 'type', 'node'),
})

/** Only assets and objects of clusters: their ids begin with that of the cluster. */
export function ofClusters(): SQL | undefined {
  return and(sql`starts_with(${change.node}, ${change.cluster} || '/')`, notInArray(change.type, NOT_IN_CLUSTERS))
}

/**
 * The differences that changes come to. Several changes of one thing are one difference, with each field as it was before the first
 * and after the last of them; what came and went in between is none, nor is what is again as it was.
 */
export function differencesOf(conditions: SQL | undefined): SQL {
  const first = (column: SQL) => sql`(array_agg(${column} order by ${change.seq}))[1]`
  const last = (column: SQL) => sql`(array_agg(${column} order by ${change.seq} desc))[1]`
  const fields = (values: SQL, direction: SQL) => sql`(
    select jsonb_object_agg(field.key, field.value order by later.seq ${direction})
    from change later cross join lateral jsonb_each(${values}) field
    where later.type = one.type and later.node = one.node and later.seq between one.first_seq and one.seq)`
  return sql`(
    select cluster, namespace, registry, type, node, name, kind, at, seq,
      case when kind = 'NEW' then null else was end as old, case when kind = 'GONE' then null else became end as new
    from (
      select one.*, substring(one.node from case one.type when 'Container' then '[^/]*/[^/]*$' else '[^/]*$' end) as name,
        case when began = 'ADDED' then 'NEW' when ended = 'REMOVED' then 'GONE' else 'CHANGED' end as kind,
        case when changes = 1 then only_old else ${fields(sql`later.old`, sql`desc`)} end as was,
        case when changes = 1 then only_new else ${fields(sql`later.new`, sql`asc`)} end as became
      from (
        select ${change.cluster} as cluster, ${change.namespace} as namespace, ${change.registry} as registry,
          ${change.type} as type, ${change.node} as node, count(*) as changes,
          min(${change.seq}) as first_seq, max(${change.seq}) as seq, max(${change.at}) as at,
          ${first(sql`${change.operation}`)} as began, ${last(sql`${change.operation}`)} as ended,
          ${first(sql`${change.old}`)} as only_old, ${first(sql`${change.new}`)} as only_new,
          bool_or(coalesce(${change.old}, '{}') = '{}' and coalesce(${change.new}, '{}') = '{}') as untold
        from ${change} where ${conditions ?? sql`true`}
        group by ${change.cluster}, ${change.namespace}, ${change.registry}, ${change.type}, ${change.node}
      ) one
      where not (began = 'ADDED' and ended = 'REMOVED')
    ) merged
    where kind <> 'CHANGED' or changes = 1 or untold or was is distinct from became
  ) as ${difference}`
}
