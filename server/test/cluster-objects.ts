import type { KubernetesObject } from '../src/kubernetes/object.ts'

/** Objects as an API server serves them, small enough to read. Names give uids, so equal names are the same object. */

export function namespaceObject(name: string, uid = `uid-${name}`): KubernetesObject {
  return { apiVersion: 'v1', kind: 'Namespace', metadata: { name, uid }, status: { phase: 'Active' } }
}

export function nodeObject(name: string, more: Partial<KubernetesObject> = {}): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name, uid: `uid-${name}` },
    spec: {},
    status: { conditions: [{ type: 'Ready', status: 'True', lastHeartbeatTime: '2026-03-10T09:00:00Z' }] },
    ...more,
  }
}

export interface DeploymentOptions {
  readonly namespace?: string
  readonly replicas?: number
  readonly image?: string
}

/** A Deployment, its ReplicaSet and its ready pods. */
export function deploymentObjects(name: string, options: DeploymentOptions = {}): KubernetesObject[] {
  const { namespace = 'shop', replicas = 2, image = `registry.example/${name}:1.0` } = options
  const labels = { app: name }
  const template = { metadata: { labels }, spec: { containers: [{ name: 'main', image }] } }
  const spec = { replicas, selector: { matchLabels: labels }, template }
  const status = { replicas, readyReplicas: replicas }
  const replicaSet = `${name}-5d4f8`
  return [
    {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name, namespace, uid: `uid-${name}`, labels },
      spec,
      status,
    },
    {
      apiVersion: 'apps/v1',
      kind: 'ReplicaSet',
      metadata: {
        name: replicaSet,
        namespace,
        uid: `uid-${replicaSet}`,
        labels: { ...labels, 'pod-template-hash': '5d4f8' },
        ownerReferences: [{ apiVersion: 'apps/v1', kind: 'Deployment', name, uid: `uid-${name}`, controller: true }],
      },
      spec,
      status,
    },
    ...Array.from({ length: replicas }, (_, i) =>
      podObject(`${replicaSet}-${i}`, {
        namespace,
        image,
        labels: { ...labels, 'pod-template-hash': '5d4f8' },
        owner: { apiVersion: 'apps/v1', kind: 'ReplicaSet', name: replicaSet },
      }),
    ),
  ]
}

export interface PodOptions {
  readonly namespace?: string
  readonly image?: string
  readonly labels?: Record<string, string>
  readonly owner?: { readonly apiVersion: string; readonly kind: string; readonly name: string }
  readonly uid?: string
  readonly node?: string
  readonly containers?: readonly string[]
  readonly env?: readonly object[]
  readonly annotations?: Record<string, string>
}

/** A pod that runs and is ready. */
export function podObject(name: string, options: PodOptions = {}): KubernetesObject {
  const { namespace = 'shop', image = 'registry.example/app:1.0', containers = ['main'], node = 'node-1' } = options
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: {
      name,
      namespace,
      uid: options.uid ?? `uid-${name}`,
      resourceVersion: '1',
      ...(options.labels ? { labels: options.labels } : {}),
      ...(options.annotations ? { annotations: options.annotations } : {}),
      ...(options.owner
        ? { ownerReferences: [{ ...options.owner, uid: `uid-${options.owner.name}`, controller: true }] }
        : {}),
    },
    spec: {
      nodeName: node,
      containers: containers.map((container) => ({
        name: container,
        image,
        ...(options.env ? { env: options.env } : {}),
      })),
    },
    status: {
      phase: 'Running',
      podIP: '10.0.0.1',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: containers.map((container) => ({
        name: container,
        image,
        imageID: `registry.example/app@sha256:${'a1'.repeat(32)}`,
        ready: true,
        restartCount: 0,
        state: { running: { startedAt: '2026-03-10T09:00:00Z' } },
      })),
    },
  }
}

export function serviceObject(name: string, namespace = 'shop'): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace, uid: `uid-${name}` },
    spec: {
      type: 'ClusterIP',
      clusterIP: '10.96.0.1',
      selector: { app: name },
      ports: [{ port: 80, targetPort: 8080 }],
    },
  }
}
