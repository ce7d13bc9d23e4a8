import { scope, sortedText } from '@breakwater/drizzle/tables/columns.ts'
import { EXPOSURE_VERDICTS, exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { type SQL, sql } from 'drizzle-orm'
import { integer, snakeCase, text } from 'drizzle-orm/pg-core'
import { builder } from '../builder.ts'
import { EntryKind, ExposureVerdict } from '../enums/exposure.ts'
import { EntryPoint, type ExposureRow } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf, ranked } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { IntRange, inRange } from './ranges.ts'
import { byCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const EntryPointFilter = builder.inputType('ExposureEntryPointFilter', {
  description: 'Which entry points. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where that is which is reached. It is in no registry.' }),
    text: t.string({ description: "Text anywhere in the entry object's name, or an address, in whatever case." }),
    kinds: t.field({ type: [EntryKind], description: 'Kinds.' }),
    verdicts: t.field({ type: [ExposureVerdict], description: 'Their strongest verdicts.' }),
    exposures: t.field({ type: IntRange, description: 'How much is reached through it.' }),
    workloads: t.field({ type: IntRange, description: 'How many workloads are reached through it.' }),
  }),
})

/** Not a table: open exposures by the entry points that lead to them. */
const entryPoint = snakeCase.table('entry_point', {
  ...scope(),
  entryKey: sortedText().notNull(),
  entryKind: text().$type<ExposureRow['entryKind']>().notNull(),
  entryObjectKind: text().notNull(),
  entryName: sortedText().notNull(),
  address: sortedText().notNull(),
  verdictRank: integer().notNull(),
  exposures: integer().notNull(),
  workloads: integer().notNull(),
})

export const entryPointList = defineList({
  name: 'ExposureEntryPoint',
  plural: 'entry points',
  row: EntryPoint,
  table: entryPoint,
  source: grouped,
  filter: EntryPointFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: exposure.cluster, namespace: exposure.namespace }),
    containsText(filter.text, exposure.entryName, exposure.address),
    oneOf(exposure.entryKind, filter.kinds),
    sql`${exposure.state} = 'OPEN'`,
  ],
  having: (filter) => [
    ranked(entryPoint.verdictRank, EXPOSURE_VERDICTS, filter.verdicts),
    inRange(entryPoint.exposures, filter.exposures),
    inRange(entryPoint.workloads, filter.workloads),
  ],
  visible: (viewer) => visibleTo(viewer, exposure),
  orders: {
    VERDICT: { description: 'By the strongest verdict.', by: by(entryPoint, 'verdictRank') },
    NAME: { description: "By the entry object's name.", by: by(entryPoint, 'entryName') },
    NAMESPACE: { description: "By the entry object's namespace.", by: by(entryPoint, 'namespace') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(entryPoint.cluster) },
    KIND: { description: 'By kind.', by: by(entryPoint, 'entryKind') },
    ADDRESS: { description: 'By the first address, as text; without any first.', by: by(entryPoint, 'address') },
    EXPOSURES: { description: 'By how much is reached through it.', by: by(entryPoint, 'exposures') },
    WORKLOADS: { description: 'By how many workloads are reached through it.', by: by(entryPoint, 'workloads') },
  },
  defaultOrder: { field: 'VERDICT', direction: 'DESC' },
  key: by(entryPoint, 'entryKey'),
})

/** The key names the entry object, so what is told of that is the same in all of its rows. */
function grouped(conditions: SQL | undefined): SQL {
  return sql`(
    select ${exposure.entryKey} as entry_key, min(${exposure.cluster}) as cluster, min(${exposure.entryNamespace}) as namespace,
      '' as registry, min(${exposure.entryKind}) as entry_kind, min(${exposure.entryObjectKind}) as entry_object_kind,
      min(${exposure.entryName}) as entry_name, max(${exposure.address}) as address, max(${exposure.verdictRank}) as verdict_rank,
      count(*)::int as exposures, (count(distinct ${exposure.workload}) filter (where ${exposure.workload} <> ''))::int as workloads
    from ${exposure} where ${conditions ?? sql`true`} group by ${exposure.entryKey}
  ) as ${entryPoint}`
}
