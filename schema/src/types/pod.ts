import { builder } from '../builder.ts'
import { containerList } from '../lists/container-list.ts'
import { list } from '../lists/list.ts'
import { podList } from '../lists/pod-list.ts'
import { loadersOf } from '../loaders.ts'
import { Asset, Node, Pod, Workload } from '../refs.ts'

Pod.implement({
  description: 'A pod.',
  interfaces: [Node, Asset],
  fields: (t) => ({
    namespace: t.exposeString('namespace', { description: 'The name of its namespace.' }),
    workload: t.field({
      type: Workload,
      nullable: true,
      description: 'Its top owner; null when that is not known.',
      resolve: (pod, _args, context) => (pod.workload ? loadersOf(context).nodes.Workload.load(pod.workload) : null),
    }),
    workloadKind: t.exposeString('workloadKind', { description: 'Kind of its top owner; empty when not known.' }),
    workloadName: t.exposeString('workloadName', { description: 'Name of its top owner; empty when not known.' }),
    node: t.exposeString('node', { description: 'Name of the node that it runs on; empty when it runs on none.' }),
    phase: t.exposeString('phase', { description: 'As in Kubernetes, such as `Running`.' }),
    status: t.exposeString('status', { description: 'What kubectl shows, such as `CrashLoopBackOff`.' }),
    ready: t.exposeBoolean('ready', { description: 'Whether it is ready.' }),
    restarts: t.exposeInt('restarts', { description: 'Restarts of its containers.' }),
    ip: t.exposeString('ip', { description: 'Its address; empty when it has none.' }),
    hostIp: t.exposeString('hostIp', { description: "Its node's address; empty when it has none." }),
    hostNetwork: t.exposeBoolean('hostNetwork', { description: "Whether it uses its node's network." }),
    serviceAccount: t.exposeString('serviceAccount', { description: 'Its service account.' }),
    containerCount: t.exposeInt('containers', { description: 'Its containers, init and ephemeral ones included.' }),
    containers: list(t, containerList, { description: 'Its containers.', within: (pod) => ({ pod: pod.id }) }),
  }),
})

builder.queryField('pods', (t) => list(t, podList, { description: 'Pods of all clusters.' }))
