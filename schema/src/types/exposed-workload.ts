import { EXPOSURE_VERDICTS } from '@breakwater/drizzle/tables/exposure.ts'
import { PRIORITIES } from '@breakwater/drizzle/tables/risk.ts'
import { builder } from '../builder.ts'
import { ExposureVerdict } from '../enums/exposure.ts'
import { Priority } from '../enums/risk.ts'
import { encodeId } from '../ids.ts'
import { exposedWorkloadList } from '../lists/exposed-workload-list.ts'
import { list } from '../lists/list.ts'
import { loadersOf } from '../loaders.ts'
import { Cluster, ExposedWorkload, Workload } from '../refs.ts'
import { required } from './required.ts'

ExposedWorkload.implement({
  description: 'A workload with the ways that lead to its ports from outside, whatever their verdict.',
  fields: (t) => ({
    workloadId: t.id({
      description: 'Id of the workload.',
      resolve: ({ workload }) => encodeId('Workload', workload),
    }),
    workload: t.field({
      type: Workload,
      nullable: true,
      description: 'The workload; null when it is not kept as an asset.',
      resolve: ({ workload }, _args, context) => loadersOf(context).nodes.Workload.load(workload),
    }),
    kind: t.exposeString('workloadKind', { description: 'As in Kubernetes, such as `Deployment`.' }),
    name: t.exposeString('workloadName', { description: 'Its name.' }),
    namespace: t.exposeString('namespace', { description: 'The name of its namespace.' }),
    cluster: t.field({
      type: Cluster,
      description: 'The cluster that it is in.',
      resolve: async (row, _args, context) =>
        required(await loadersOf(context).nodes.Cluster.load(row.cluster), 'cluster'),
    }),
    verdict: t.field({
      type: ExposureVerdict,
      description: 'The strongest verdict.',
      resolve: ({ verdictRank }) => EXPOSURE_VERDICTS[verdictRank] ?? 'NONE',
    }),
    priority: t.field({
      type: Priority,
      nullable: true,
      description: 'The highest priority of its exposures; null when none of them is a risk.',
      resolve: ({ priorityRank }) => PRIORITIES[PRIORITIES.length - 1 - priorityRank] ?? null,
    }),
    exposureCount: t.exposeInt('exposures', { description: 'How many ways lead to it.' }),
    entryPointCount: t.exposeInt('entryPoints', { description: 'Through how many entry points.' }),
  }),
})

builder.queryField('exposedWorkloads', (t) =>
  list(t, exposedWorkloadList, { description: 'Workloads of all clusters to which ways lead from outside.' }),
)
