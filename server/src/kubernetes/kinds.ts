/** One kind that is read from a cluster. */
export interface KindDefinition {
  /**
   * What its rows are kept under: as in `kind:`, such as `NetworkPolicy`. Where another kind has that name, the later one bears its
   * group: `NetworkPolicy.crd.projectcalico.org`.
   */
  readonly kind: string
  /** API group and the versions that are understood, the preferred one first; `''` is the core group. */
  readonly group: string
  readonly versions: readonly string[]
  /** As in the URL, such as `networkpolicies`. */
  readonly plural: string
  readonly namespaced: boolean
  /** Whether only some clusters serve it: that one does not is no gap in what is seen. */
  readonly optional?: true
}

/** As in `kind:` of its objects: a kind's name has no dot. */
export function objectKind({ kind }: Pick<KindDefinition, 'kind'>): string {
  const dot = kind.indexOf('.')
  return dot < 0 ? kind : kind.slice(0, dot)
}

/** The plain kinds of a group: kind, plural and whether it is namespaced. */
type Line = readonly [kind: string, plural: string, where: 'namespaced' | 'cluster', versions?: readonly string[]]

function group(name: string, versions: readonly string[], lines: readonly Line[]): KindDefinition[] {
  return lines.map(([kind, plural, where, own]) => ({
    kind,
    group: name,
    versions: own ?? versions,
    plural,
    namespaced: where === 'namespaced',
  }))
}

/** Kinds that custom resource definitions bring. */
function optional(name: string, versions: readonly string[], lines: readonly Line[]): KindDefinition[] {
  return group(name, versions, lines).map((kind) => ({ ...kind, optional: true }))
}

/**
 * What is read, in the order in which it is listed: owners come before what they own, so that the top owner of a pod
 * is known when its page arrives. A later domain adds a line. Secrets are never among them.
 * Sources: Kubernetes API reference, versions 1.30 to 1.37; Gateway API 1.0 to 1.5; network-policy-api; the references of Cilium,
 * Calico, Istio, OpenShift and of the load balancer controllers of Alibaba Cloud and AWS.
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
  ...group(
    '',
    ['v1'],
    [
      ['ConfigMap', 'configmaps', 'namespaced'],
      ['Endpoints', 'endpoints', 'namespaced'],
      ['PersistentVolume', 'persistentvolumes', 'cluster'],
      ['PersistentVolumeClaim', 'persistentvolumeclaims', 'namespaced'],
      ['ResourceQuota', 'resourcequotas', 'namespaced'],
      ['LimitRange', 'limitranges', 'namespaced'],
    ],
  ),
  ...group(
    'rbac.authorization.k8s.io',
    ['v1'],
    [
      ['Role', 'roles', 'namespaced'],
      ['ClusterRole', 'clusterroles', 'cluster'],
      ['RoleBinding', 'rolebindings', 'namespaced'],
      ['ClusterRoleBinding', 'clusterrolebindings', 'cluster'],
    ],
  ),
  ...group('storage.k8s.io', ['v1'], [['StorageClass', 'storageclasses', 'cluster']]),
  ...group('autoscaling', ['v2', 'v1'], [['HorizontalPodAutoscaler', 'horizontalpodautoscalers', 'namespaced']]),
  ...group('policy', ['v1'], [['PodDisruptionBudget', 'poddisruptionbudgets', 'namespaced']]),
  ...group(
    'admissionregistration.k8s.io',
    ['v1'],
    [
      ['ValidatingWebhookConfiguration', 'validatingwebhookconfigurations', 'cluster'],
      ['MutatingWebhookConfiguration', 'mutatingwebhookconfigurations', 'cluster'],
      ['ValidatingAdmissionPolicy', 'validatingadmissionpolicies', 'cluster', ['v1', 'v1beta1']],
      ['ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings', 'cluster', ['v1', 'v1beta1']],
    ],
  ),
  ...optional(
    'gateway.networking.k8s.io',
    ['v1', 'v1beta1', 'v1alpha2'],
    [
      ['GatewayClass', 'gatewayclasses', 'cluster'],
      ['Gateway', 'gateways', 'namespaced'],
      ['ListenerSet', 'listenersets', 'namespaced', ['v1', 'v1alpha1']],
      ['HTTPRoute', 'httproutes', 'namespaced'],
      ['GRPCRoute', 'grpcroutes', 'namespaced'],
      ['TLSRoute', 'tlsroutes', 'namespaced', ['v1', 'v1alpha3', 'v1alpha2']],
      ['TCPRoute', 'tcproutes', 'namespaced', ['v1', 'v1alpha3', 'v1alpha2']],
      ['UDPRoute', 'udproutes', 'namespaced', ['v1', 'v1alpha3', 'v1alpha2']],
      ['ReferenceGrant', 'referencegrants', 'namespaced'],
    ],
  ),
  ...optional(
    'policy.networking.k8s.io',
    ['v1alpha1'],
    [
      ['AdminNetworkPolicy', 'adminnetworkpolicies', 'cluster'],
      ['BaselineAdminNetworkPolicy', 'baselineadminnetworkpolicies', 'cluster'],
      ['ClusterNetworkPolicy', 'clusternetworkpolicies', 'cluster', ['v1alpha2']],
    ],
  ),
  ...optional('route.openshift.io', ['v1'], [['Route', 'routes', 'namespaced']]),
  ...optional('alibabacloud.com', ['v1'], [['AlbConfig', 'albconfigs', 'cluster']]),
  ...optional('elbv2.k8s.aws', ['v1beta1'], [['IngressClassParams', 'ingressclassparams', 'cluster']]),
  ...optional(
    'cilium.io',
    ['v2'],
    [
      ['CiliumNetworkPolicy', 'ciliumnetworkpolicies', 'namespaced'],
      ['CiliumClusterwideNetworkPolicy', 'ciliumclusterwidenetworkpolicies', 'cluster'],
    ],
  ),
  ...optional(
    'crd.projectcalico.org',
    ['v1'],
    [
      ['NetworkPolicy.crd.projectcalico.org', 'networkpolicies', 'namespaced'],
      ['GlobalNetworkPolicy.crd.projectcalico.org', 'globalnetworkpolicies', 'cluster'],
    ],
  ),
  ...optional(
    'projectcalico.org',
    ['v3'],
    [
      ['NetworkPolicy.projectcalico.org', 'networkpolicies', 'namespaced'],
      ['GlobalNetworkPolicy.projectcalico.org', 'globalnetworkpolicies', 'cluster'],
    ],
  ),
  ...optional(
    'networking.istio.io',
    ['v1', 'v1beta1', 'v1alpha3'],
    [
      ['Gateway.networking.istio.io', 'gateways', 'namespaced'],
      ['VirtualService', 'virtualservices', 'namespaced'],
      ['ServiceEntry', 'serviceentries', 'namespaced'],
      ['Sidecar', 'sidecars', 'namespaced'],
    ],
  ),
  ...optional(
    'security.istio.io',
    ['v1', 'v1beta1'],
    [
      ['AuthorizationPolicy', 'authorizationpolicies', 'namespaced'],
      ['PeerAuthentication', 'peerauthentications', 'namespaced'],
    ],
  ),
]
