import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { uidOf } from './store.ts'

/** How many objects of which kind; what is absent is 0, but for one node and the namespaces. */
export interface Amounts {
  readonly pods?: number
  readonly services?: number
  readonly nodes?: number
  /** Namespaces beside `default` and `kube-system`, over which the rest is spread. */
  readonly namespaces?: number
  /** Pods that one Deployment owns, through its ReplicaSet. */
  readonly podsPerWorkload?: number
  /** uid of the kube-system namespace, by which the cluster is known. */
  readonly uid?: string
}

/** The objects of a made-up cluster: the same for the same amounts. */
export function generate(amounts: Amounts = {}): KubernetesObject[] {
  const { pods = 0, services = 0, nodes = 1, namespaces = 1, podsPerWorkload = 3 } = amounts
  const names = Array.from({ length: Math.max(1, namespaces) }, (_, i) => `team-${i + 1}`)
  return [
    ...['default', 'kube-system', ...names].map((name) => namespace(name, amounts.uid)),
    ...times(nodes, node),
    ...times(Math.ceil(pods / podsPerWorkload), (i) =>
      workload(i, Math.min(podsPerWorkload, pods - i * podsPerWorkload), names),
    ).flat(),
    ...times(pods, (i) => pod(i, Math.floor(i / podsPerWorkload), nodes, names)),
    ...times(services, (i) => service(i, names)),
  ]
}

/** `objects`, and a kube-system namespace when none is among them: every real cluster has one. */
export function withKubeSystem(objects: readonly KubernetesObject[], uid?: string): KubernetesObject[] {
  const has = objects.some((object) => object.kind === 'Namespace' && object.metadata?.name === 'kube-system')
  return has ? [...objects] : [namespace('kube-system', uid), ...objects]
}

function namespace(name: string, clusterUid: string | undefined): KubernetesObject {
  const uid = name === 'kube-system' ? (clusterUid ?? uidOf('kube-system')) : uidOf(`Namespace ${name}`)
  const labels = { 'kubernetes.io/metadata.name': name }
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid, labels }, status: { phase: 'Active' } }
}

function node(i: number): KubernetesObject {
  const name = `node-${i + 1}`
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, labels: { 'kubernetes.io/hostname': name, 'kubernetes.io/arch': 'amd64' } },
    spec: { podCIDR: `10.${64 + (i >> 8)}.${i & 255}.0/24` },
    status: {
      nodeInfo: {
        kubeletVersion: 'v1.34.2',
        osImage: 'Debian GNU/Linux 13',
        containerRuntimeVersion: 'containerd://2.1.4',
      },
      addresses: [{ type: 'InternalIP', address: `10.0.${i >> 8}.${i & 255}` }],
      capacity: { cpu: '8', memory: '32Gi', pods: '110' },
      conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady' }],
    },
  }
}

function workload(i: number, replicas: number, namespaces: readonly string[]): KubernetesObject[] {
  const name = `app-${i + 1}`
  const ns = of(namespaces, i)
  const selector = { matchLabels: { app: name } }
  const template = { metadata: { labels: { app: name } }, spec: podSpec(i) }
  const common = { namespace: ns, labels: { app: name } }
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { ...common, name, uid: uidOf(`Deployment ${ns}/${name}`) },
      spec: { replicas, selector, template },
      status: { replicas, readyReplicas: replicas },
    },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        ...common,
        name: `${name}-5d4f8`,
        uid: uidOf(`ReplicaSet ${ns}/${name}`),
        ownerReferences: [owner('Deployment', name, uidOf(`Deployment ${ns}/${name}`))],
      },
      spec: { replicas, selector, template },
      status: { replicas, readyReplicas: replicas },
    },
  ]
}

function pod(i: number, workloadIndex: number, nodes: number, namespaces: readonly string[]): KubernetesObject {
  const app = `app-${workloadIndex + 1}`
  const ns = of(namespaces, workloadIndex)
  const name = `${app}-5d4f8-${(i + 0x10000).toString(36)}`
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace: ns,
      labels: { app, 'pod-template-hash': '5d4f8' },
      ownerReferences: [owner('ReplicaSet', `${app}-5d4f8`, uidOf(`ReplicaSet ${ns}/${app}`))],
      ...managedFields,
    },
    spec: { ...podSpec(workloadIndex), nodeName: `node-${(i % Math.max(1, nodes)) + 1}` },
    status: {
      phase: 'Running',
      podIP: `10.${64 + (i >> 16)}.${(i >> 8) & 255}.${i & 255}`,
      startTime: '2026-01-01T00:00:05Z',
      conditions: ['Initialized', 'Ready', 'ContainersReady', 'PodScheduled'].map((type) => ({ type, status: 'True' })),
      containerStatuses: [
        {
          name: 'main',
          image: imageOf(workloadIndex),
          imageID: `registry.example/${app}@sha256:${uidOf(app).replaceAll('-', '').padEnd(64, '0')}`,
          containerID: `containerd://${uidOf(name).replaceAll('-', '')}`,
          ready: true,
          restartCount: 0,
          state: { running: { startedAt: '2026-01-01T00:00:06Z' } },
        },
      ],
    },
  }
}

function podSpec(i: number): object {
  return {
    serviceAccountName: 'default',
    containers: [
      {
        name: 'main',
        image: imageOf(i),
        ports: [{ name: 'http', containerPort: 8080, protocol: 'TCP' }],
        env: [{ name: 'LOG_LEVEL', value: 'info' }],
        resources: { requests: { cpu: '100m', memory: '128Mi' }, limits: { memory: '256Mi' } },
        volumeMounts: [{ name: 'token', mountPath: '/var/run/secrets/kubernetes.io/serviceaccount', readOnly: true }],
      },
    ],
    volumes: [{ name: 'token', projected: { sources: [{ serviceAccountToken: { path: 'token' } }] } }],
    tolerations: [
      { key: 'node.kubernetes.io/not-ready', operator: 'Exists', effect: 'NoExecute', tolerationSeconds: 300 },
    ],
  }
}

function service(i: number, namespaces: readonly string[]): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: `svc-${i + 1}`, namespace: of(namespaces, i) },
    spec: {
      type: 'ClusterIP',
      clusterIP: `10.96.${i >> 8}.${i & 255}`,
      selector: { app: `app-${i + 1}` },
      ports: [{ port: 80, targetPort: 'http' }],
    },
  }
}

// About as much of a pod as a real server's bookkeeping takes.
const managedFields: object = {
  managedFields: ['kube-controller-manager', 'kubelet'].map((manager) => ({
    manager,
    operation: 'Update',
    apiVersion: 'v1',
    fieldsType: 'FieldsV1',
    fieldsV1: {
      'f:metadata': { 'f:labels': { '.': {}, 'f:app': {} } },
      'f:spec': { 'f:containers': { 'k:{"name":"main"}': {} } },
    },
  })),
}

function owner(
  kind: string,
  name: string,
  uid: string,
): { apiVersion: string; kind: string; name: string; uid: string; controller: boolean } {
  return { apiVersion: 'apps/v1', kind, name, uid, controller: true }
}

function imageOf(i: number): string {
  return `registry.example/app-${i + 1}:1.${i % 7}`
}

function of(namespaces: readonly string[], i: number): string {
  return namespaces[i % namespaces.length] ?? 'default'
}

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}
