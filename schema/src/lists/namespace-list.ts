import { namespace } from '@breakwater/drizzle/tables/asset.ts'
import { builder } from '../builder.ts'
import { Namespace } from '../refs.ts'
import type { Viewer } from '../viewer.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, oneOf, presence } from './conditions.ts'
import { defineList } from './definition.ts'
import { hasLabels, LabelFilter } from './label-filter.ts'
import { by, RISK_COLUMNS, RISKS_ORDER } from './order.ts'
import { DateTimeRange, IntRange, inRange, inTime } from './ranges.ts'
import { byCluster, byNumber } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'
import { assetTotal, imageTotal } from './totals.ts'

export const NamespaceFilter = builder.inputType('NamespaceFilter', {
  description: 'Which namespaces. All that is given must hold.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look.' }),
    text: t.string({ description: 'Text anywhere in the name, id or phase, in whatever case.' }),
    phases: t.stringList({ description: 'Phases as in Kubernetes, such as `Active`.' }),
    workloads: t.field({ type: IntRange, description: 'How many applications are in it.' }),
    pods: t.field({ type: IntRange, description: 'How many pods are in it.' }),
    containers: t.field({ type: IntRange, description: 'How many containers are in it.' }),
    images: t.field({ type: IntRange, description: 'How many images are used in it.' }),
    atRisk: t.boolean({ description: 'Whether anything in it is at risk. What was not analyzed is neither.' }),
    labels: t.field({ type: [LabelFilter], description: 'Labels that it has, all of them.' }),
    firstSeen: t.field({ type: DateTimeRange, description: 'When it was first seen.' }),
    gone: t.boolean({ description: 'True: only what is gone. Otherwise only what is there.' }),
  }),
})

const place = { cluster: namespace.cluster, namespace: namespace.name }
const workloads = (viewer: Viewer) => assetTotal(viewer, 'APPLICATION', place)
const pods = (viewer: Viewer) => assetTotal(viewer, 'POD', place)
const containers = (viewer: Viewer) => assetTotal(viewer, 'CONTAINER', place)
const images = (viewer: Viewer) => imageTotal(viewer, place)

export const namespaceList = defineList({
  name: 'Namespace',
  plural: 'namespaces',
  row: Namespace,
  table: namespace,
  filter: NamespaceFilter,
  where: (filter, { viewer }) => [
    withinScope(filter.scope, { cluster: namespace.cluster, namespace: namespace.name }),
    containsText(filter.text, namespace.name, namespace.id, namespace.phase),
    oneOf(namespace.phase, filter.phases),
    inRange(workloads(viewer), filter.workloads),
    inRange(pods(viewer), filter.pods),
    inRange(containers(viewer), filter.containers),
    inRange(images(viewer), filter.images),
    atRisk({ type: 'Namespace', cluster: namespace.cluster, risky: namespace.atRisk }, filter.atRisk),
    hasLabels(namespace.labels, filter.labels),
    inTime(namespace.firstSeenAt, filter.firstSeen),
    presence(namespace.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, namespace),
  orders: {
    NAME: { description: 'By name.', by: by(namespace, 'name') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(namespace.cluster) },
    PHASE: { description: 'By phase.', by: by(namespace, 'phase') },
    WORKLOADS: { description: 'By number of applications.', ...byNumber('integer', workloads) },
    PODS: { description: 'By number of pods.', ...byNumber('integer', pods) },
    CONTAINERS: { description: 'By number of containers.', ...byNumber('integer', containers) },
    IMAGES: { description: 'By number of images that are used in it.', ...byNumber('integer', images) },
    RISKS: { description: RISKS_ORDER, by: by(namespace, ...RISK_COLUMNS) },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(namespace, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(namespace, 'id'),
  rollUp: 'NAMESPACE',
})
