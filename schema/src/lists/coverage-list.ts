import { coverage } from '@breakwater/drizzle/tables/cluster.ts'
import { builder } from '../builder.ts'
import { CoverageReason } from '../enums/asset.ts'
import { Coverage } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const CoverageFilter = builder.inputType('CoverageFilter', {
  description: 'Which kinds of which clusters. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Coverage is of a whole cluster.' }),
    reasons: t.field({ type: [CoverageReason], description: 'Whether a kind is seen, and if not, why.' }),
    kinds: t.stringList({ description: 'Kinds as in Kubernetes, such as `NetworkPolicy`.' }),
  }),
})

export const coverageList = defineList({
  name: 'Coverage',
  plural: 'kinds that are read of clusters',
  row: Coverage,
  table: coverage,
  filter: CoverageFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: coverage.cluster }),
    oneOf(coverage.reason, filter.reasons),
    oneOf(coverage.kind, filter.kinds),
  ],
  visible: (viewer) => visibleTo(viewer, coverage),
  orders: {
    CLUSTER: { description: "By the cluster's uid, then kind.", by: by(coverage, 'cluster', 'kind') },
    KIND: { description: 'By kind.', by: by(coverage, 'kind') },
  },
  defaultOrder: { field: 'CLUSTER', direction: 'ASC' },
  key: by(coverage, 'cluster', 'kind', 'namespace', 'registry'),
})
