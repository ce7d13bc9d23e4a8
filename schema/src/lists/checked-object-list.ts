import { checkedObject } from '@breakwater/drizzle/tables/posture.ts'
import { builder } from '../builder.ts'
import { decodeIdsOf } from '../ids.ts'
import { CheckedObject } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { containsText, holdsAny, oneName, oneOf } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { DateTimeRange, IntRange, inRange, inTime } from './ranges.ts'
import { byCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const CheckedObjectFilter = builder.inputType('CheckedObjectFilter', {
  description: 'Which objects that were judged. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. These objects are in no registry.' }),
    text: t.string({ description: 'Text anywhere in the name or kind, in whatever case.' }),
    passed: t.stringList({ description: 'Ids of rules, of which they pass one.' }),
    kinds: t.stringList({ description: 'Kinds as in Kubernetes, such as `Deployment`.' }),
    names: t.stringList({ description: 'Names.' }),
    workloadIds: t.idList({ description: 'Ids of workloads.' }),
    failed: t.field({ type: IntRange, description: 'How much is wrong with it.' }),
    firstSeen: t.field({ type: DateTimeRange, description: 'When a check first judged it.' }),
  }),
})

export const checkedObjectList = defineList({
  name: 'CheckedObject',
  plural: 'objects that were judged',
  row: CheckedObject,
  table: checkedObject,
  filter: CheckedObjectFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: checkedObject.cluster, namespace: checkedObject.namespace }),
    containsText(filter.text, checkedObject.name, checkedObject.kind),
    holdsAny(checkedObject.passed, filter.passed),
    oneOf(checkedObject.kind, filter.kinds),
    oneName(checkedObject.name, checkedObject.nameLower, filter.names),
    oneOf(checkedObject.workload, decodeIdsOf('Workload', filter.workloadIds)),
    inRange(checkedObject.failed, filter.failed),
    inTime(checkedObject.firstSeenAt, filter.firstSeen),
  ],
  visible: (viewer) => visibleTo(viewer, checkedObject),
  orders: {
    NAME: { description: 'By name, whatever its case.', by: by(checkedObject, 'nameLower') },
    KIND: { description: 'By kind.', by: by(checkedObject, 'kind') },
    NAMESPACE: { description: 'By namespace; what is in none first.', by: by(checkedObject, 'namespace') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(checkedObject.cluster) },
    FAILED: { description: 'By how much is wrong with it.', by: by(checkedObject, 'failed') },
    FIRST_SEEN: { description: 'By when a check first judged it.', by: by(checkedObject, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(checkedObject, 'id'),
})
