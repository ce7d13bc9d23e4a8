import { clusterWatch, coverage } from '@breakwater/drizzle/tables/cluster.ts'
import { sql } from 'drizzle-orm'
import { builder } from '../builder.ts'
import { CoverageReason, WatchState } from '../enums/asset.ts'
import { Coverage } from '../refs.ts'
import type { Viewer } from '../viewer.ts'
import { anyOf, seesPartsOnly, visibleTo } from '../visible.ts'
import { containsText, holdsAny, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by, computed } from './order.ts'
import { DateTimeRange, IntRange, inRange, inTime } from './ranges.ts'
import { byCluster, byNumber } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const CoverageFilter = builder.inputType('CoverageFilter', {
  description: 'Which kinds of which clusters. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Coverage is of a whole cluster.' }),
    text: t.string({ description: 'Text anywhere in the kind, the reason in words or the advice, in whatever case.' }),
    reasons: t.field({ type: [CoverageReason], description: 'Whether a kind is seen, and if not, why.' }),
    kinds: t.stringList({ description: 'Kinds as in Kubernetes, such as `NetworkPolicy`.' }),
    apiVersions: t.stringList({ description: 'Versions in which a kind is read, such as `autoscaling/v2`.' }),
    writtenVersions: t.stringList({ description: 'Versions in which some of its objects were written.' }),
    watchStates: t.field({
      type: [WatchState],
      description: 'How a kind is followed. One that is not is none of them.',
    }),
    objects: t.field({ type: IntRange, description: 'How many objects the last complete reading found.' }),
    lastComplete: t.field({
      type: DateTimeRange,
      description: 'When the kind was last read to its end; before all times when it never was.',
    }),
  }),
})

const watched = sql`coalesce((select ${clusterWatch.state} from ${clusterWatch} where ${clusterWatch.cluster} = ${coverage.cluster} and ${clusterWatch.kind} = ${coverage.kind}), '')`
/** Counted over all namespaces; who sees only some is told nothing of it, by a place in the order neither. */
const objects = (viewer: Viewer) => (seesPartsOnly(viewer) ? sql`0` : sql`${coverage.objects}`)
const lastComplete = sql`coalesce(${coverage.lastCompleteAt}, 'epoch')`

export const coverageList = defineList({
  name: 'Coverage',
  plural: 'kinds that are read of clusters',
  row: Coverage,
  table: coverage,
  filter: CoverageFilter,
  where: (filter, { viewer }) => [
    withinScope(filter.scope, { cluster: coverage.cluster }),
    containsText(filter.text, coverage.kind, coverage.message, coverage.advice),
    oneOf(coverage.reason, filter.reasons),
    oneOf(coverage.kind, filter.kinds),
    oneOf(coverage.apiVersion, filter.apiVersions),
    holdsAny(coverage.writtenVersions, filter.writtenVersions),
    filter.watchStates ? anyOf(watched, filter.watchStates) : undefined,
    inRange(objects(viewer), filter.objects),
    inTime(lastComplete, filter.lastComplete),
  ],
  visible: (viewer) => visibleTo(viewer, coverage),
  orders: {
    CLUSTER: {
      description: 'By name of the cluster, whatever its case, then kind.',
      ...byCluster(coverage.cluster, ...by(coverage, 'cluster', 'kind')),
    },
    KIND: { description: 'By kind.', by: by(coverage, 'kind') },
    REASON: { description: 'By whether it is seen, and if not, why.', by: by(coverage, 'reason') },
    WATCH: {
      description: 'By how it is followed; what is not followed stands before all.',
      by: [computed('text', watched)],
    },
    API_VERSION: {
      description: 'By the version in which it is read; unknown first.',
      by: by(coverage, 'apiVersion'),
    },
    OBJECTS: { description: 'By number of objects.', ...byNumber('integer', objects) },
    LAST_COMPLETE: {
      description: 'By when the kind was last read to its end; never stands before all times.',
      by: [computed('timestamptz', lastComplete)],
    },
    MESSAGE: { description: 'By the reason in words.', by: by(coverage, 'message') },
  },
  defaultOrder: { field: 'CLUSTER', direction: 'ASC' },
  key: by(coverage, 'cluster', 'kind', 'namespace', 'registry'),
})
