import type { KubernetesObject } from '../../src/kubernetes/object.ts'
import type { RealCluster } from './real-cluster.ts'

const LABELS = { app: 'web' }
const TEMPLATE = {
  metadata: { labels: LABELS },
  spec: { containers: [{ name: 'main', image: 'registry.example/web:1.0', ports: [{ containerPort: 8080 }] }] },
}

/** A pod as a controller would make it: owned by a ReplicaSet, on a node, and running. */
export function runningPod(namespace: string, name: string, owner: KubernetesObject): KubernetesObject {
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace, labels: LABELS, ownerReferences: [controllerOf(owner)] },
    spec: { ...TEMPLATE.spec, nodeName: 'node-1' },
    status: {
      phase: 'Running',
      podIP: '10.64.0.7',
      conditions: [{ type: 'Ready', status: 'True' }],
      containerStatuses: [
        {
          name: 'main',
          image: 'registry.example/web:1.0',
          imageID: `registry.example/web@sha256:${'a'.repeat(64)}`,
          ready: true,
          restartCount: 0,
          state: { running: { startedAt: '2026-01-01T00:00:06Z' } },
        },
      ],
    },
  }
}

/** A node, and a Deployment with its ReplicaSet and two pods, a Service and a NetworkPolicy. Gives the ReplicaSet. */
export async function createShop(cluster: RealCluster, namespace: string): Promise<KubernetesObject> {
  await cluster.namespace(namespace)
  await cluster.create({
    apiVersion: 'v1',
    kind: 'Node',
    metadata: { name: 'node-1' },
    status: { conditions: [{ type: 'Ready', status: 'True', reason: 'KubeletReady', message: 'ready' }] },
  })
  const spec = { replicas: 2, selector: { matchLabels: LABELS }, template: TEMPLATE }
  const deployment = await cluster.create({
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { name: 'web', namespace, labels: LABELS },
    spec,
  })
  const replicaSet = await cluster.create({
    apiVersion: 'apps/v1',
    kind: 'ReplicaSet',
    metadata: { name: 'web-5d4f8', namespace, labels: LABELS, ownerReferences: [controllerOf(deployment)] },
    spec,
  })
  for (const name of ['web-5d4f8-a', 'web-5d4f8-b']) await cluster.create(runningPod(namespace, name, replicaSet))
  await cluster.create({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'web', namespace },
    spec: { selector: LABELS, ports: [{ port: 80, targetPort: 8080 }] },
  })
  await cluster.create({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'NetworkPolicy',
    metadata: { name: 'deny', namespace },
    spec: { podSelector: {}, policyTypes: ['Ingress'] },
  })
  return replicaSet
}

function controllerOf({ apiVersion = '', kind = '', metadata }: KubernetesObject) {
  return { apiVersion, kind, name: metadata?.name ?? '', uid: metadata?.uid ?? '', controller: true }
}
