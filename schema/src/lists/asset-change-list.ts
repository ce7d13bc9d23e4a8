import { change, OPERATIONS } from '@breakwater/drizzle/tables/change.ts'
import { moment } from '@breakwater/drizzle/tables/columns.ts'
import { ASSET_TYPES } from '@breakwater/drizzle/tables/risk.ts'
import { and, type SQL, sql } from 'drizzle-orm'
import { integer, snakeCase, text } from 'drizzle-orm/pg-core'
import { builder } from '../builder.ts'
import { ChangeOperation } from '../enums/access.ts'
import { AssetType } from '../enums/risk.ts'
import { AssetChange } from '../refs.ts'
import { anyOf, visibleTo } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'
import { byClusterIfAny } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

/** How many of the newest changes are looked at, so that no question takes longer however many there are. */
export const CHANGES_LOOKED_AT = 200_000

export const AssetChangeFilter = builder.inputType('AssetChangeFilter', {
  description: 'Which changed assets. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where they are.' }),
    text: t.string({ description: 'Text anywhere in the name, in whatever case.' }),
    types: t.field({ type: [AssetType], description: 'Types. No image has changes of its own.' }),
    operations: t.field({ type: [ChangeOperation], description: 'What happened to them.' }),
    at: t.field({ type: DateTimeRange, description: 'When it happened.' }),
  }),
})

/** Not a table: the outbox with one row for each asset and what happened to it. */
const assetChange = snakeCase.table('asset_change', {
  type: text({ enum: ASSET_TYPES }).notNull(),
  node: text().notNull(),
  operation: text({ enum: OPERATIONS }).notNull(),
  name: text().notNull(),
  cluster: text().notNull(),
  namespace: text().notNull(),
  changes: integer().notNull(),
  at: moment().notNull(),
})

export const assetChangeList = defineList({
  name: 'AssetChange',
  plural: 'changed assets',
  row: AssetChange,
  table: assetChange,
  source: (conditions) => sql`${changedAssets(conditions)} as ${assetChange}`,
  filter: AssetChangeFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: change.cluster, namespace: change.namespace }),
    oneOf(change.type, filter.types),
    oneOf(change.operation, filter.operations),
    inTime(change.at, filter.at),
  ],
  having: (filter) => [containsText(filter.text, assetChange.name)],
  visible: (viewer) => visibleTo(viewer, change),
  orders: {
    TIME: { description: 'By when it happened last.', by: by(assetChange, 'at') },
    NAME: { description: 'By name.', by: by(assetChange, 'name') },
    TYPE: { description: 'By type.', by: by(assetChange, 'type') },
    OPERATION: { description: 'By what happened.', by: by(assetChange, 'operation') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byClusterIfAny(assetChange.cluster) },
    NAMESPACE: { description: 'By namespace; what is in none first.', by: by(assetChange, 'namespace') },
    CHANGES: { description: 'By how often it happened.', by: by(assetChange, 'changes') },
  },
  defaultOrder: { field: 'TIME', direction: 'DESC' },
  key: by(assetChange, 'type', 'node', 'operation'),
})

/** The rows of the list in SQL. A name stands at the end of a key, behind its last slash; a cluster's is told by its row. */
export function changedAssets(conditions: SQL | undefined): SQL {
  return sql`(
    select ${change.type} as type, ${change.node} as node, ${change.operation} as operation,
      substring(${change.node} from '[^/]*$') as name, max(${change.cluster}) as cluster, max(${change.namespace}) as namespace,
      count(*)::int as changes, max(${change.at}) as at
    from ${change} where ${and(
      sql`${change.seq} > (select coalesce(max(newest.seq), 0) - ${CHANGES_LOOKED_AT} from ${change} as newest)`,
      anyOf(change.type, ASSET_TYPES),
      conditions,
    )} group by ${change.type}, ${change.node}, ${change.operation}
  )`
}
