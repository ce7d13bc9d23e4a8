import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { type PodTemplateSpec, podTemplateSpec } from './generate-template.ts'
import { managedBy } from './managed-fields.ts'
import { uidOf } from './uid.ts'

/** Which pod of which workload, and where it runs. */
export interface PodPlace {
  /** Among all pods, from 0. */
  readonly index: number
  /** Of its workload, among all workloads. */
  readonly workload: number
  readonly namespace: string
  readonly app: string
  readonly replicaSet: string
  readonly node: string
}

const CREATED = '2026-01-01T00:00:00Z'
const STARTED = '2026-01-01T00:00:05Z'
const READY = '2026-01-01T00:00:17Z'

/** A running pod as an API server tells it: what was asked for, what admission added, what the kubelet reports. */
export function generatePod(place: PodPlace): KubernetesObject {
  const { index, namespace, app, replicaSet } = place
  const suffix = (index + 0x10000).toString(36)
  const name = `${replicaSet}-${suffix}`
  const metadata = {
    generateName: `${replicaSet}-`,
    labels: { app, 'pod-template-hash': replicaSet.slice(app.length + 1) },
    annotations: { 'prometheus.io/scrape': 'true' },
    ownerReferences: [
      {
        apiVersion: 'apps/v1',
        kind: 'ReplicaSet',
        name: replicaSet,
        uid: uidOf(`ReplicaSet ${namespace}/${app}`),
        controller: true,
        blockOwnerDeletion: true,
      },
    ],
  }
  const asked = podTemplateSpec(place.workload)
  const status = statusOf(place, name)
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      generation: 1,
      creationTimestamp: CREATED,
      ...metadata,
      managedFields: [
        managedBy({ manager: 'kube-controller-manager', apiVersion: 'v1', time: CREATED }, { metadata, spec: asked }),
        managedBy(
          { manager: 'kubelet', apiVersion: 'v1', time: READY, subresource: 'status' },
          { status: kubelets(status) },
        ),
      ],
    } as KubernetesObject['metadata'] & object,
    spec: admitted(asked, suffix, place.node),
    status,
  }
}

/** What admission adds to every pod: the token's volume, tolerations, priority. */
function admitted(asked: PodTemplateSpec, suffix: string, nodeName: string): object {
  const volume = `kube-api-access-${suffix}`
  const mount = { name: volume, readOnly: true, mountPath: '/var/run/secrets/kubernetes.io/serviceaccount' }
  const toleration = (key: string) => ({
    key: `node.kubernetes.io/${key}`,
    operator: 'Exists',
    effect: 'NoExecute',
    tolerationSeconds: 300,
  })
  return {
    ...asked,
    volumes: [...asked.volumes, { name: volume, projected: { sources: TOKEN_SOURCES, defaultMode: 420 } }],
    containers: asked.containers.map((one) => ({ ...one, volumeMounts: [...one.volumeMounts, mount] })),
    nodeName,
    tolerations: [toleration('not-ready'), toleration('unreachable')],
    priority: 0,
    enableServiceLinks: true,
    preemptionPolicy: 'PreemptLowerPriority',
  }
}

const TOKEN_SOURCES: readonly object[] = [
  { serviceAccountToken: { expirationSeconds: 3607, path: 'token' } },
  { configMap: { name: 'kube-root-ca.crt', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
  {
    downwardAPI: {
      items: [{ path: 'namespace', fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.namespace' } }],
    },
  },
]

const CONDITIONS: readonly (readonly [type: string, since: string])[] = [
  ['PodReadyToStartContainers', STARTED],
  ['Initialized', STARTED],
  ['Ready', READY],
  ['ContainersReady', READY],
  ['PodScheduled', CREATED],
]

function statusOf({ index, workload, app }: PodPlace, name: string) {
  const podIP = `10.${64 + (index >> 16)}.${(index >> 8) & 255}.${index & 255}`
  const hostIP = `10.0.${(index >> 8) & 255}.${index & 255}`
  const image = podTemplateSpec(workload).containers[0]?.image ?? ''
  return {
    observedGeneration: 1,
    phase: 'Running',
    conditions: CONDITIONS.map(([type, lastTransitionTime]) => ({
      type,
      observedGeneration: 1,
      status: 'True',
      lastProbeTime: null,
      lastTransitionTime,
    })),
    hostIP,
    hostIPs: [{ ip: hostIP }],
    podIP,
    podIPs: [{ ip: podIP }],
    startTime: STARTED,
    containerStatuses: [
      {
        name: 'main',
        state: { running: { startedAt: '2026-01-01T00:00:06Z' } },
        lastState: {},
        ready: true,
        restartCount: 0,
        image,
        imageID: `registry.example/${app}@sha256:${uidOf(app).replaceAll('-', '').padEnd(64, '0')}`,
        containerID: `containerd://${uidOf(name).replaceAll('-', '').padEnd(64, '0')}`,
        started: true,
        resources: { limits: { cpu: '500m', memory: '256Mi' }, requests: { cpu: '100m', memory: '128Mi' } },
      },
    ],
    qosClass: 'Burstable',
  }
}

/** The parts of a status that the kubelet sets: all but what others set first. */
function kubelets({
  phase,
  conditions,
  podIP,
  podIPs,
  hostIP,
  hostIPs,
  startTime,
  containerStatuses,
}: ReturnType<typeof statusOf>): object {
  const itsOwn = conditions.filter(({ type }) => type !== 'PodScheduled')
  return { conditions: itsOwn, containerStatuses, hostIP, hostIPs, phase, podIP, podIPs, startTime }
}
