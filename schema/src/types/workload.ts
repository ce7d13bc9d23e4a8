import { builder } from '../builder.ts'
import { WorkloadState } from '../enums/asset.ts'
import { containerList } from '../lists/container-list.ts'
import { list } from '../lists/list.ts'
import { podList } from '../lists/pod-list.ts'
import { workloadList } from '../lists/workload-list.ts'
import { Asset, Node, Workload, type WorkloadRow } from '../refs.ts'

const ofWorkload = (workload: WorkloadRow) => ({ workload: workload.id })

Workload.implement({
  description:
    'The top owner of pods: a Deployment, StatefulSet, DaemonSet, CronJob, Job, a naked Pod, or what else owns them.',
  interfaces: [Node, Asset],
  fields: (t) => ({
    namespace: t.exposeString('namespace', { description: 'The name of its namespace.' }),
    kind: t.exposeString('kind', { description: 'As in Kubernetes, such as `Deployment`.' }),
    apiVersion: t.exposeString('apiVersion', { description: 'As in Kubernetes, such as `apps/v1`.' }),
    application: t.exposeString('application', { description: 'The application that it belongs to.' }),
    owner: t.exposeString('owner', {
      description: 'Who answers for it, by the labels that the settings name; empty: nobody is named.',
    }),
    desired: t.exposeInt('desired', { description: 'Replicas that are wanted.' }),
    ready: t.exposeInt('ready', { description: 'Replicas that are ready.' }),
    podCount: t.exposeInt('pods', { description: 'Its pods.' }),
    containerCount: t.exposeInt('containers', { description: 'Its containers.' }),
    serviceAccount: t.exposeString('serviceAccount', { description: 'The service account of its pods.' }),
    images: t.exposeStringList('images', { description: 'Image references of its pod template.' }),
    state: t.expose('state', { type: WorkloadState, description: 'How far it is from what it should be.' }),
    pods: list(t, podList, { description: 'Its pods.', within: ofWorkload }),
    containers: list(t, containerList, { description: 'Its containers.', within: ofWorkload }),
  }),
})

builder.queryField('workloads', (t) => list(t, workloadList, { description: 'Workloads of all clusters.' }))
