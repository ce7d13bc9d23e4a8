import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import { generatePod } from './generate-pod.ts'
import { generateWorkload } from './generate-workload.ts'
import { uidOf } from './uid.ts'

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
  return generateWorkload({ index: i, namespace: of(namespaces, i), ...namesOf(i), replicas })
}

function pod(i: number, workload: number, nodes: number, namespaces: readonly string[]): KubernetesObject {
  const node = `node-${(i % Math.max(1, nodes)) + 1}`
  return generatePod({ index: i, workload, namespace: of(namespaces, workload), ...namesOf(workload), node })
}

function namesOf(workload: number): { app: string; replicaSet: string } {
  const app = `app-${workload + 1}`
  return { app, replicaSet: `${app}-5d4f8` }
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

function of(namespaces: readonly string[], i: number): string {
  return namespaces[i % namespaces.length] ?? 'default'
}

function times<T>(count: number, make: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => make(i))
}
