import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { podTemplateSpec } from './generate-template.ts'
import { managedBy } from './managed-fields.ts'
import { uidOf } from './uid.ts'

export interface WorkloadPlace {
  /** Among all workloads, from 0. */
  readonly index: number
  readonly namespace: string
  readonly app: string
  readonly replicaSet: string
  readonly replicas: number
}

const CREATED = '2026-01-01T00:00:00Z'
const READY = '2026-01-01T00:00:17Z'

/** A Deployment that is as it should be, and the ReplicaSet that it owns. */
export function generateWorkload(place: WorkloadPlace): KubernetesObject[] {
  const { index, namespace, app, replicaSet, replicas } = place
  const labels = { app }
  const template = {
    metadata: {
      labels: { app },
      annotations: { 'prometheus.io/scrape': 'true' },
    },
    spec: podTemplateSpec(index),
  }
  const hash = replicaSet.slice(app.length + 1)
  const hashed = {
    ...template,
    metadata: { ...template.metadata, labels: { ...template.metadata.labels, 'pod-template-hash': hash } },
  }
  const annotations = { 'deployment.kubernetes.io/revision': '1' }
  return [
    object('Deployment', app, place, {
      metadata: { labels, annotations },
      spec: {
        replicas,
        selector: { matchLabels: { app } },
        template,
        strategy: { type: 'RollingUpdate', rollingUpdate: { maxUnavailable: '25%', maxSurge: '25%' } },
        revisionHistoryLimit: 10,
        progressDeadlineSeconds: 600,
      },
      status: deploymentStatus(replicas, replicaSet),
      managers: ['kubectl-client-side-apply', 'kube-controller-manager'],
    }),
    object('ReplicaSet', replicaSet, place, {
      metadata: {
        labels: { ...labels, 'pod-template-hash': hash },
        annotations: {
          ...annotations,
          'deployment.kubernetes.io/desired-replicas': String(replicas),
          'deployment.kubernetes.io/max-replicas': String(replicas + Math.ceil(replicas / 4)),
        },
        ownerReferences: [
          {
            apiVersion: 'apps/v1',
            kind: 'Deployment',
            name: app,
            uid: uidOf(`Deployment ${namespace}/${app}`),
            controller: true,
            blockOwnerDeletion: true,
          },
        ],
      },
      spec: { replicas, selector: { matchLabels: { app, 'pod-template-hash': hash } }, template: hashed },
      status: {
        replicas,
        fullyLabeledReplicas: replicas,
        readyReplicas: replicas,
        availableReplicas: replicas,
        observedGeneration: 1,
      },
      managers: ['kube-controller-manager', 'kube-controller-manager'],
    }),
  ]
}

interface Parts {
  readonly metadata: object
  readonly spec: object
  readonly status: object
  /** Who set the spec, and who the status. */
  readonly managers: readonly [string, string]
}

function object(
  kind: string,
  name: string,
  { namespace, app }: WorkloadPlace,
  { metadata, spec, status, managers }: Parts,
): KubernetesObject {
  const apiVersion = 'apps/v1'
  return {
    apiVersion,
    kind,
    metadata: {
      name,
      namespace,
      uid: uidOf(`${kind} ${namespace}/${app}`),
      generation: 1,
      creationTimestamp: CREATED,
      ...metadata,
      managedFields: [
        managedBy({ manager: managers[0], apiVersion, time: CREATED }, { metadata, spec }),
        managedBy({ manager: managers[1], apiVersion, time: READY, subresource: 'status' }, { status }),
      ],
    } as KubernetesObject['metadata'] & object,
    spec,
    status,
  }
}

function deploymentStatus(replicas: number, replicaSet: string): object {
  const condition = (type: string, reason: string, message: string): object => ({
    type,
    status: 'True',
    lastUpdateTime: READY,
    lastTransitionTime: CREATED,
    reason,
    message,
  })
  return {
    observedGeneration: 1,
    replicas,
    updatedReplicas: replicas,
    readyReplicas: replicas,
    availableReplicas: replicas,
    conditions: [
      condition('Available', 'MinimumReplicasAvailable', 'Deployment has minimum availability.'),
      condition('Progressing', 'NewReplicaSetAvailable', `ReplicaSet "${replicaSet}" has successfully progressed.`),
    ],
  }
}
