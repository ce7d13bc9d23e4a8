import { workload } from '@breakwater/drizzle/tables/asset.ts'
import { bytewise } from '@breakwater/drizzle/tables/columns.ts'
import { builder } from '../builder.ts'
import { WorkloadState } from '../enums/asset.ts'
import { Workload } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, oneOf, presence } from './conditions.ts'
import { defineList } from './definition.ts'
import { hasLabels, LabelFilter } from './label-filter.ts'
import { by, RISK_COLUMNS, RISKS_ORDER } from './order.ts'
import { DateTimeRange, IntRange, inRange, inTime } from './ranges.ts'
import { byCluster } from './related-orders.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const WorkloadFilter = builder.inputType('WorkloadFilter', {
  description: 'Which workloads. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Workloads are in no registry.' }),
    text: t.string({ description: 'Text anywhere in the name, id, kind, application or owner, in whatever case.' }),
    kinds: t.stringList({ description: 'Kinds as in Kubernetes, such as `Deployment`.' }),
    applications: t.stringList({ description: 'Applications that they belong to.' }),
    owners: t.stringList({ description: 'Who answers for them, as their labels say; empty: nobody is named.' }),
    states: t.field({ type: [WorkloadState], description: 'States.' }),
    ready: t.field({ type: IntRange, description: 'How many replicas are ready.' }),
    pods: t.field({ type: IntRange, description: 'How many pods it has.' }),
    containers: t.field({ type: IntRange, description: 'How many containers it has.' }),
    atRisk: t.boolean({ description: 'Whether it or a pod of it is at risk. What was not analyzed is neither.' }),
    labels: t.field({ type: [LabelFilter], description: 'Labels that it has, all of them.' }),
    firstSeen: t.field({ type: DateTimeRange, description: 'When it was first seen.' }),
    gone: t.boolean({ description: 'True: only what is gone. Otherwise only what is there.' }),
  }),
})

export const workloadList = defineList({
  name: 'Workload',
  plural: 'workloads',
  row: Workload,
  table: workload,
  filter: WorkloadFilter,
  where: (filter) => [
    withinScope(filter.scope, { cluster: workload.cluster, namespace: workload.namespace }),
    containsText(filter.text, workload.name, workload.id, workload.kind, workload.application, workload.owner),
    oneOf(workload.kind, filter.kinds),
    oneOf(workload.application, filter.applications),
    oneOf(workload.owner, filter.owners),
    oneOf(bytewise(workload.state), filter.states),
    inRange(workload.ready, filter.ready),
    inRange(workload.pods, filter.pods),
    inRange(workload.containers, filter.containers),
    atRisk({ type: 'Workload', cluster: workload.cluster, risky: workload.atRisk }, filter.atRisk),
    hasLabels(workload.labels, filter.labels),
    inTime(workload.firstSeenAt, filter.firstSeen),
    presence(workload.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, workload),
  orders: {
    NAME: { description: 'By name.', by: by(workload, 'name') },
    NAMESPACE: { description: 'By namespace, then name.', by: by(workload, 'namespace', 'name') },
    CLUSTER: { description: 'By name of the cluster, whatever its case.', ...byCluster(workload.cluster) },
    KIND: { description: 'By kind.', by: by(workload, 'kind') },
    APPLICATION: { description: 'By application.', by: by(workload, 'application') },
    OWNER: { description: 'By who answers for it; nobody stands first.', by: by(workload, 'owner') },
    STATE: { description: 'By state.', by: by(workload, 'state') },
    PODS: { description: 'By number of pods.', by: by(workload, 'pods') },
    CONTAINERS: { description: 'By number of containers.', by: by(workload, 'containers') },
    READY: { description: 'By number of ready replicas, then of wanted ones.', by: by(workload, 'ready', 'desired') },
    RISKS: { description: RISKS_ORDER, by: by(workload, ...RISK_COLUMNS) },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(workload, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(workload, 'id'),
})
