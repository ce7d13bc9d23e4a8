import { scope, sortedText } from '@breakwater/drizzle/tables/columns.ts'
import { EXPOSURE_VERDICTS, exposure } from '@breakwater/drizzle/tables/exposure.ts'
import { type SQL, sql } from 'drizzle-orm'
import { integer, snakeCase } from 'drizzle-orm/pg-core'
import { builder } from '../builder.ts'
import { ExposureVerdict } from '../enums/exposure.ts'
import { ExposedWorkload } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, oneOf, ranked } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { IntRange, inRange } from './ranges.ts'
import { byCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const ExposedWorkloadFilter = builder.inputType('ExposedWorkloadFilter', {
  description: 'Which workloads with ways in. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Workloads are in no registry.' }),
    text: t.string({ description: 'Text anywhere in the name or the namespace, in whatever case.' }),
    kinds: t.stringList({ description: 'Kinds as in Kubernetes, such as `Deployment`.' }),
    verdicts: t.field({ type: [ExposureVerdict], description: 'Their strongest verdicts.' }),
    exposures: t.field({ type: IntRange, description: 'How many ways lead to it.' }),
    entryPoints: t.field({ type: IntRange, description: 'Through how many entry points.' }),
  }),
})

/** Not a table: open exposures by the workloads that they lead to. */
const exposedWorkload = snakeCase.table('exposed_workload', {
  ...scope(),
  workload: sortedText().notNull(),
  workloadKind: sortedText().notNull(),
  workloadName: sortedText().notNull(),
  verdictRank: integer().notNull(),
  priorityRank: integer().notNull(),
  exposures: integer().notNull(),
  entryPoints: integer().notNull(),
})

export const exposedWorkloadList = defineList({
  name: 'ExposedWorkload',
  plural: 'workloads with ways in',
  row: ExposedWorkload,
  table: exposedWorkload,
  source: grouped,
  filter: ExposedWorkloadFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: exposure.cluster, namespace: exposure.namespace }),
    containsText(filter.text, exposure.workloadName, exposure.namespace),
    oneOf(exposure.workloadKind, filter.kinds),
    sql`${exposure.state} = 'OPEN'`,
    sql`${exposure.workload} <> ''`,
  ],
  having: (filter) => [
    ranked(exposedWorkload.verdictRank, EXPOSURE_VERDICTS, filter.verdicts),
    inRange(exposedWorkload.exposures, filter.exposures),
    inRange(exposedWorkload.entryPoints, filter.entryPoints),
  ],
  visible: (viewer) => visibleTo(viewer, exposure),
  orders: {
    VERDICT: {
      description: 'By the strongest verdict, then the highest priority.',
      by: by(exposedWorkload, 'verdictRank', 'priorityRank'),
    },
    PRIORITY: {
      description: 'By the highest priority, then the strongest verdict; what is no risk first.',
      by: by(exposedWorkload, 'priorityRank', 'verdictRank'),
    },
    NAME: { description: 'By name.', by: by(exposedWorkload, 'workloadName') },
    KIND: { description: 'By kind.', by: by(exposedWorkload, 'workloadKind') },
    NAMESPACE: { description: 'By namespace, then name.', by: by(exposedWorkload, 'namespace', 'workloadName') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(exposedWorkload.cluster) },
    EXPOSURES: { description: 'By how many ways lead to it.', by: by(exposedWorkload, 'exposures') },
    ENTRY_POINTS: { description: 'By through how many entry points.', by: by(exposedWorkload, 'entryPoints') },
  },
  defaultOrder: { field: 'VERDICT', direction: 'DESC' },
  key: by(exposedWorkload, 'workload'),
})

/** The id names the workload, so what is told of that is the same in all of its rows. */
function grouped(conditions: SQL | undefined): SQL {
  return sql`(
    select ${exposure.workload} as workload, min(${exposure.cluster}) as cluster, min(${exposure.namespace}) as namespace,
      '' as registry, min(${exposure.workloadKind}) as workload_kind, min(${exposure.workloadName}) as workload_name,
      max(${exposure.verdictRank}) as verdict_rank, max(${exposure.priorityRank}) as priority_rank, count(*)::int as exposures,
      count(distinct ${exposure.entryKey})::int as entry_points
    from ${exposure} where ${conditions ?? sql`true`} group by ${exposure.workload}
  ) as ${exposedWorkload}`
}
