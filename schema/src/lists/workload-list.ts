import { workload } from '@breakwater/drizzle/tables/asset.ts'
import { builder } from '../builder.ts'
import { WorkloadState } from '../enums/asset.ts'
import { Workload } from '../refs.ts'
import { visibleTo } from '../visible.ts'
import { atRisk, containsText, oneOf, presence } from './conditions.ts'
import { defineList } from './definition.ts'
import { by } from './order.ts'
import { ScopeInput, withinScope } from './scope-input.ts'

export const WorkloadFilter = builder.inputType('WorkloadFilter', {
  description: 'Which workloads. All that is given must hold; a list means any of it.',
  fields: (t) => ({
    scope: t.field({ type: ScopeInput, description: 'Where to look. Workloads are in no registry.' }),
    text: t.string({ description: 'Text anywhere in the name, id or kind, in whatever case.' }),
    kinds: t.stringList({ description: 'Kinds as in Kubernetes, such as `Deployment`.' }),
    states: t.field({ type: [WorkloadState], description: 'States.' }),
    atRisk: t.boolean({ description: 'Whether it or a pod of it is at risk. What was not analyzed is neither.' }),
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
    containsText(filter.text, workload.name, workload.id, workload.kind),
    oneOf(workload.kind, filter.kinds),
    oneOf(workload.state, filter.states),
    atRisk('Workload', workload.id, workload.cluster, filter.atRisk),
    presence(workload.present, filter.gone),
  ],
  visible: (viewer) => visibleTo(viewer, workload),
  orders: {
    NAME: { description: 'By name.', by: by(workload, 'name') },
    NAMESPACE: { description: 'By namespace, then name.', by: by(workload, 'namespace', 'name') },
    KIND: { description: 'By kind.', by: by(workload, 'kind') },
    STATE: { description: 'By state.', by: by(workload, 'state') },
    PODS: { description: 'By number of pods.', by: by(workload, 'pods') },
    READY: { description: 'By number of ready replicas.', by: by(workload, 'ready') },
    FIRST_SEEN: { description: 'By when it was first seen.', by: by(workload, 'firstSeenAt') },
  },
  defaultOrder: { field: 'NAME', direction: 'ASC' },
  key: by(workload, 'id'),
})
