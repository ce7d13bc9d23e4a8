import { change } from '@breakwater/drizzle/tables/change.ts'
import { moment, scope, sortedText } from '@breakwater/drizzle/tables/columns.ts'
import { sql } from 'drizzle-orm'
import { bigint, integer, snakeCase, text } from 'drizzle-orm/pg-core'
import { builder } from '../builder.ts'
import { DIFFERENCE_KINDS, DifferenceKind } from '../enums/difference.ts'
import { Difference } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { foldedChanges } from './folded-changes.ts'
import { by } from './order.ts'
import { DateTimeRange, inTime } from './ranges.ts'
import { byClusterThatWas } from './related-orders.ts'
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
  changes: integer().notNull(),
  at: moment().notNull(),
  firstSeq: bigint({ mode: 'number' }).notNull(),
  seq: bigint({ mode: 'number' }).notNull(),
})

export const differenceList = defineList({
  name: 'Difference',
  plural: 'differences',
  row: Difference,
  table: difference,
  source: (conditions) => sql`${foldedChanges(conditions)} as ${difference}`,
  filter: DifferenceFilter,
  // Only where and when decide which changes are looked at: what else is asked chooses among what they come to, so that
  // the numbers by type and kind are those of the list.
  where: (filter) => [withinScope(filter.scope, change), inTime(change.at, filter.period)],
  having: (filter) => [
    oneOf(difference.type, filter.types),
    oneOf(difference.kind, filter.kinds),
    containsText(filter.text, difference.name, difference.namespace, difference.type),
  ],
  visible: (viewer) => visibleTo(viewer, change),
  orders: {
    TIME: { description: 'By when it last changed.', by: by(difference, 'at') },
    TYPE: { description: 'By type, then name.', by: by(difference, 'type', 'name') },
    NAME: { description: 'By name.', by: by(difference, 'name') },
    CLUSTER: {
      description: 'By name of the cluster, whatever its case; what was in one that is no longer connected first.',
      ...byClusterThatWas(difference.cluster),
    },
    NAMESPACE: { description: 'By namespace, then name.', by: by(difference, 'namespace', 'name') },
    KIND: { description: 'By what it is: changed, gone, new.', by: by(difference, 'kind') },
    CHANGES: { description: 'By how often it changed.', by: by(difference, 'changes') },
  },
  defaultOrder: { field: 'TIME', direction: 'DESC' },
  key: by(difference, 'type', 'node'),
})
