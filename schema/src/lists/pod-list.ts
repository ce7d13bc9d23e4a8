import { pod } from '@breakwater/drizzle/tables/asset.ts'
import { builder } from '../builder.ts'
import { decodeIdsOf } from '../ids.ts'
import { Pod } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, is, oneOf, presence } from './conditions.ts'
import { defineList } from './definition.ts'
import { hasLabels, LabelFilter } from './label-filter.ts'
import { by, RISK_COLUMNS, RISKS_ORDER } from './order.ts'
import { DateTimeRange, IntRange, inRange, inTime } from './ranges.ts'
import { byCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const PodFilter = builder.inputType('PodFilter', {
  description: 'Which pods. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Pods are in no registry.' }),
    text: t.string({ description: "Text anywhere in the name, id, address or workload's kind, in whatever case." }),
    workloadIds: t.idList({ description: 'Ids of the workloads that they belong to.' }),
    workloadNames: t.stringList({ description: 'Names of the workloads that they belong to.' }),
    nodes: t.stringList({ description: 'Names of the nodes that they run on.' }),
    statuses: t.stringList({ description: 'Statuses as kubectl shows them, such as `CrashLoopBackOff`.' }),
    ready: t.boolean({ description: 'Whether it is ready.' }),
    restarts: t.field({ type: IntRange, description: 'How often its containers were restarted.' }),
    ips: t.stringList({ description: 'Addresses.' }),
    containers: t.field({ type: IntRange, description: 'How many containers it has.' }),
    hostNetwork: t.boolean({ description: "Whether it uses its node's network." }),
    atRisk: t.boolean({ description: 'Whether it or a container of it is at risk. What was not analyzed is neither.' }),
    labels: t.field({ type: [LabelFilter], description: 'Labels that it has, all of them.' }),
    firstSeen: t.field({ type: DateTimeRange, description: 'When it was first seen.' }),
    gone: t.boolean({ description: 'True: only what is gone. Otherwise only what is there.' }),
  }),
})

export const podList = defineList({
  name: 'Pod',
  plural: 'pods',
  row: Pod,
  table: pod,
  filter: PodFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: pod.cluster, namespace: pod.namespace }),
    containsText(filter.text, pod.name, pod.id, pod.ip, pod.workloadKind),
    oneOf(pod.workload, decodeIdsOf('Workload', filter.workloadIds)),
    oneOf(pod.workloadName, filter.workloadNames),
    oneOf(pod.node, filter.nodes),
    oneOf(pod.status, filter.statuses),
    is(pod.ready, filter.ready),
    inRange(pod.restarts, filter.restarts),
    oneOf(pod.ip, filter.ips),
    inRange(pod.containers, filter.containers),
    is(pod.hostNetwork, filter.hostNetwork),
    atRisk({ type: 'Pod', cluster: pod.cluster, risky: pod.atRisk }, filter.atRisk),
    hasLabels(pod.labels, filter.labels),
    inTime(pod.firstSeenAt, filter.firstSeen),
    presence(pod.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, pod),
  orders: {
    NAME: { description: 'By name.', by: by(pod, 'name') },
    NAMESPACE: { description: 'By namespace, then name.', by: by(pod, 'namespace', 'name') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(pod.cluster) },
    WORKLOAD: { description: 'By name of the workload.', by: by(pod, 'workloadName') },
    STATUS: { description: 'By status.', by: by(pod, 'status') },
    NODE: { description: 'By name of the node.', by: by(pod, 'node') },
    RESTARTS: { description: 'By number of restarts.', by: by(pod, 'restarts') },
    IP: { description: 'By address, as text.', by: by(pod, 'ip') },
    CONTAINERS: { description: 'By number of containers.', by: by(pod, 'containers') },
    RISKS: { description: RISKS_ORDER, by: by(pod, ...RISK_COLUMNS) },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(pod, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(pod, 'id'),
  rollUp: 'POD',
})
