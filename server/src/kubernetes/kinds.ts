/** One kind that is read from a cluster. */
export interface KindDefinition {
  /** As in `kind:`, such as `NetworkPolicy`. */
  readonly kind: string
  /** API group and the versions that are understood, the preferred one first; `''` is the core group. */
  readonly group: string
  readonly versions: readonly string[]
  /** As in the URL, such as `networkpolicies`. */
  readonly plural: string
  readonly namespaced: boolean
}

/**
 * What is read, in the order in which it is listed: owners come before what they own, so that the top owner of a pod
 * is known when its page arrives. A later domain adds a line.
 * Source: Kubernetes API reference, versions 1.30 to 1.37.
 */
export const KINDS: readonly KindDefinition[] = [
  { kind: 'Namespace', group: '', versions: ['v1'], plural: 'namespaces', namespaced: false },
  { kind: 'Node', group: '', versions: ['v1'], plural: 'nodes', namespaced: false },
  { kind: 'ServiceAccount', group: '', versions: ['v1'], plural: 'serviceaccounts', namespaced: true },
  { kind: 'Deployment', group: 'apps', versions: ['v1'], plural: 'deployments', namespaced: true },
  { kind: 'StatefulSet', group: 'apps', versions: ['v1'], plural: 'statefulsets', namespaced: true },
  { kind: 'DaemonSet', group: 'apps', versions: ['v1'], plural: 'daemonsets', namespaced: true },
  { kind: 'CronJob', group: 'batch', versions: ['v1'], plural: 'cronjobs', namespaced: true },
  { kind: 'Job', group: 'batch', versions: ['v1'], plural: 'jobs', namespaced: true },
  { kind: 'ReplicationController', group: '', versions: ['v1'], plural: 'replicationcontrollers', namespaced: true },
  { kind: 'ReplicaSet', group: 'apps', versions: ['v1'], plural: 'replicasets', namespaced: true },
  { kind: 'Pod', group: '', versions: ['v1'], plural: 'pods', namespaced: true },
  { kind: 'Service', group: '', versions: ['v1'], plural: 'services', namespaced: true },
  {
    kind: 'EndpointSlice',
    group: 'discovery.k8s.io',
    versions: ['v1'],
    plural: 'endpointslices',
    namespaced: true,
  },
  { kind: 'Ingress', group: 'networking.k8s.io', versions: ['v1'], plural: 'ingresses', namespaced: true },
  { kind: 'IngressClass', group: 'networking.k8s.io', versions: ['v1'], plural: 'ingressclasses', namespaced: false },
  { kind: 'NetworkPolicy', group: 'networking.k8s.io', versions: ['v1'], plural: 'networkpolicies', namespaced: true },
]
