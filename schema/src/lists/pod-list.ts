import { pod } from '@breakwater/drizzle/tables/asset.ts'
import { builder } from '../builder.ts'
import { decodeIdsOf } from '../ids.ts'
import { Pod } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, is, oneOf, presence } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const PodFilter = builder.inputType('PodFilter', {
  description: 'Which pods. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Pods are in no registry.' }),
    text: t.string({ description: "Text anywhere in the name, id, address or workload's kind, in whatever case." }),
    workloadIds: t.idList({ description: 'Ids of the workloads that they belong to.' }),
    nodes: t.stringList({ description: 'Names of the nodes that they run on.' }),
    statuses: t.stringList({ description: 'Statuses as kubectl shows them, such as `CrashLoopBackOff`.' }),
    ready: t.boolean({ description: 'Whether it is ready.' }),
    hostNetwork: t.boolean({ description: "Whether it uses its node's network." }),
    atRisk: t.boolean({ description: 'Whether it or a container of it is at risk. What was not analyzed is neither.' }),
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
    oneOf(pod.node, filter.nodes),
    oneOf(pod.status, filter.statuses),
    is(pod.ready, filter.ready),
    is(pod.hostNetwork, filter.hostNetwork),
    atRisk('Pod', pod.id, pod.cluster, filter.atRisk),
    presence(pod.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, pod),
  orders: {
    NAME: { description: 'By name.', by: by(pod, 'name') },
    NAMESPACE: { description: 'By namespace, then name.', by: by(pod, 'namespace', 'name') },
    STATUS: { description: 'By status.', by: by(pod, 'status') },
    NODE: { description: 'By name of the node.', by: by(pod, 'node') },
    RESTARTS: { description: 'By number of restarts.', by: by(pod, 'restarts') },
    IP: { description: 'By address, as text.', by: by(pod, 'ip') },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(pod, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(pod, 'id'),
  rollUp: 'POD',
})
