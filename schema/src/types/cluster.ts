import { builder } from '../builder.ts'
import { countsOfCluster } from '../counts.ts'
import { ClusterState, ClusterType, SourceKind } from '../enums/asset.ts'
import { encodeId } from '../ids.ts'
import { clusterList } from '../lists/cluster-list.ts'
import { clusterNodeList } from '../lists/cluster-node-list.ts'
import { containerList } from '../lists/container-list.ts'
import { list } from '../lists/list.ts'
import { namespaceList } from '../lists/namespace-list.ts'
import { podList } from '../lists/pod-list.ts'
import { riskList } from '../lists/risk-list.ts'
import { serviceList } from '../lists/service-list.ts'
import { workloadList } from '../lists/workload-list.ts'
import { loadersOf } from '../loaders.ts'
import { Cluster, type ClusterRow, Node, Task } from '../refs.ts'
import { riskSummary } from '../risk-summary.ts'
import { AssetCount, RiskSummary } from './counts.ts'
import { ClusterWatch, CoverageSummary } from './coverage.ts'
import { checkTask, currentTask, exposureTask } from './current-task.ts'

const ofCluster = (cluster: ClusterRow) => ({ cluster: cluster.uid })

Cluster.implement({
  description: 'A Kubernetes cluster whose assets are synchronized.',
  interfaces: [Node],
  fields: (t) => ({
    id: t.id({
      description: "Opaque, and the same after every synchronization: it is made of the cluster's uid.",
      resolve: (cluster) => encodeId('Cluster', cluster.uid),
    }),
    uid: t.exposeString('uid', { description: 'The uid of its kube-system namespace, or what stands for it.' }),
    name: t.exposeString('name', { description: 'As given when it was connected, or renamed.' }),
    type: t.expose('type', { type: ClusterType, description: 'Who runs what of it.' }),
    typeEvidence: t.exposeString('typeEvidence', { description: 'What the type was told from; empty when unknown.' }),
    distribution: t.exposeString('distribution', { description: 'Such as `EKS` or `k3s`; empty when not recognized.' }),
    region: t.exposeString('region', { description: 'Where it is: a free label, empty when not known.' }),
    version: t.exposeString('version', { description: 'Version of Kubernetes; empty when not known.' }),
    state: t.expose('state', { type: ClusterState, description: 'What its source last told.' }),
    stateCause: t.exposeString('stateCause', { nullable: true, description: 'Why the state is not RUNNING.' }),
    stateAdvice: t.exposeString('stateAdvice', { nullable: true, description: 'What to do about the state.' }),
    sourceKind: t.expose('sourceKind', { type: SourceKind, description: 'How it is read.' }),
    server: t.exposeString('server', { description: "The API server's URL; empty for a snapshot." }),
    sample: t.exposeBoolean('sample', {
      description: 'Whether it is the sample; out of the totals once another is connected.',
    }),
    sampleDay: t.int({
      nullable: true,
      description: 'The day of the sample that is shown; null for other clusters.',
      resolve: async (cluster, _args, context) =>
        cluster.sample ? ((await context.services.clusters.sampleDay(cluster.uid)) ?? null) : null,
    }),
    connected: t.expose('connectedAt', { type: 'DateTime', description: 'When it was connected.' }),
    lastSync: t.expose('lastSyncAt', {
      type: 'DateTime',
      nullable: true,
      description: 'End of the last complete synchronization; null until there is one.',
    }),
    lastSeen: t.expose('lastSeenAt', {
      type: 'DateTime',
      nullable: true,
      description: 'When its source last answered.',
    }),
    assetCounts: t.field({
      type: [AssetCount],
      description: 'What it contains, kind by kind.',
      resolve: (cluster, _args, context) => countsOfCluster(context, cluster.uid),
    }),
    riskSummary: t.field({
      type: RiskSummary,
      description: 'What is wrong with it and with all that is in it.',
      resolve: ({ uid }, _args, context) =>
        riskSummary(context, { type: 'Cluster', id: uid, cluster: uid, namespace: '' }),
    }),
    coverage: t.field({
      type: CoverageSummary,
      description: 'What is seen of it, and where not, why.',
      resolve: (cluster, _args, context) => loadersOf(context).coverage.load(cluster.uid),
    }),
    watch: t.field({
      type: ClusterWatch,
      nullable: true,
      description: 'How it is followed between two synchronizations; null: it is not, as what is read from a file.',
      resolve: async ({ uid }, _args, context) => {
        const [first, ...others] = await loadersOf(context).watches.load(uid)
        return first ? [first, ...others] : null
      },
    }),
    currentTask: t.field({
      type: Task,
      nullable: true,
      description: 'The task that synchronizes or removes it now, waiting ones included.',
      resolve: (cluster, _args, context) => currentTask(context, cluster.uid),
    }),
    exposureTask: t.field({
      type: Task,
      nullable: true,
      description: 'The task that finds out now what of it is reached from outside, waiting ones included.',
      resolve: (cluster, _args, context) => exposureTask(context, cluster.uid),
    }),
    checkTask: t.field({
      type: Task,
      nullable: true,
      description: 'The task that judges now how it is set up, waiting ones included.',
      resolve: (cluster, _args, context) => checkTask(context, cluster.uid),
    }),
    namespaces: list(t, namespaceList, { description: 'Its namespaces.', within: ofCluster }),
    nodes: list(t, clusterNodeList, { description: 'Its nodes.', within: ofCluster }),
    workloads: list(t, workloadList, { description: 'Its workloads.', within: ofCluster }),
    pods: list(t, podList, { description: 'Its pods.', within: ofCluster }),
    containers: list(t, containerList, { description: 'Its containers.', within: ofCluster }),
    services: list(t, serviceList, { description: 'Its services.', within: ofCluster }),
    risks: list(t, riskList, { description: 'Risks of it and of all that is in it.', within: ofCluster }),
  }),
})

builder.queryField('clusters', (t) => list(t, clusterList, { description: 'Clusters that are connected.' }))
