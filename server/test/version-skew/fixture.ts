import { KINDS, type KindDefinition } from '../../src/kubernetes/kinds.ts'
import type { KubernetesObject } from '../../src/kubernetes/object.ts'

/** Objects as a Kubernetes of one version serves them, and what of them must be there after a sync. */
export interface VersionFixture {
  /** As the API server tells it. */
  readonly version: string
  readonly objects: readonly KubernetesObject[]
  /** Versions in which a kind is served, the preferred one first; of kinds that are not named the one that is read alone. */
  readonly served: Readonly<Record<string, readonly string[]>>
  /** Values that the analyses need: the object as `Kind/name`, the path in its content, and the value there. */
  readonly kept: readonly (readonly [object: string, path: string, value: unknown])[]
  /** Names of the pod's containers, each with its kind. */
  readonly containers: readonly string[]
}

/** Every Kubernetes serves both, from 1.30 to 1.37. */
export const SCALERS = { HorizontalPodAutoscaler: ['autoscaling/v2', 'autoscaling/v1'] } as const

const NAMESPACE = 'skew'

/** What all versions have: a Deployment and its pod, which the version's own fields are added to, and one object of every kind. */
export function common(pod: { readonly spec?: object; readonly status?: object }): KubernetesObject[] {
  const spec = { nodeName: 'node-1', containers: [{ name: 'main', image: 'registry.example/app:1' }], ...pod.spec }
  const status = { phase: 'Running', conditions: [{ type: 'Ready', status: 'True' }], ...pod.status }
  const { nodeName: _, ...template } = spec
  return [
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'kube-system', uid: 'uid-kube-system' } },
    { apiVersion: 'v1', kind: 'Namespace', metadata: { name: NAMESPACE, uid: 'uid-skew' } },
    of('apps/v1', 'Deployment', 'app', { spec: { replicas: 1, template: { spec: template } } }),
    of('apps/v1', 'ReplicaSet', 'app-1', { spec: { replicas: 1 } }, ['apps/v1', 'Deployment', 'app']),
    of('v1', 'Pod', 'app-1-a', { spec, status }, ['apps/v1', 'ReplicaSet', 'app-1']),
    ...KINDS.filter(({ kind, optional }) => !optional && !SHOWN.has(kind)).map(plainOf),
  ]
}

const SHOWN = new Set(['Namespace', 'Deployment', 'ReplicaSet', 'Pod'])

function plainOf({ kind, group, versions: [version = 'v1'], namespaced }: KindDefinition): KubernetesObject {
  const apiVersion = group ? `${group}/${version}` : version
  return namespaced ? of(apiVersion, kind, 'plain', {}) : ofCluster(apiVersion, kind, 'plain', {})
}

/** An object of the fixtures' namespace, with a uid by its name. */
export function of(
  apiVersion: string,
  kind: string,
  name: string,
  parts: object,
  owner?: readonly [apiVersion: string, kind: string, name: string],
): KubernetesObject {
  const { metadata, ...plain } = ofCluster(apiVersion, kind, name, parts)
  const ownerReferences = owner && [
    { apiVersion: owner[0], kind: owner[1], name: owner[2], uid: `uid-${owner[1]}-${owner[2]}`, controller: true },
  ]
  return { ...plain, metadata: { ...metadata, namespace: NAMESPACE, ...(ownerReferences && { ownerReferences }) } }
}

/** An object that stands in no namespace. */
export function ofCluster(apiVersion: string, kind: string, name: string, parts: object): KubernetesObject {
  const metadata = {
    name,
    uid: `uid-${kind}-${name}`,
    managedFields: [{ manager: 'test', operation: 'Update', apiVersion, fieldsType: 'FieldsV1', fieldsV1: {} }],
  }
  return { apiVersion, kind, metadata, ...parts }
}
