/** Kubernetes objects as the API's rules let them be, with the fields that the references read: what the generators make and vectors hold. */

export type Labels = Record<string, string>
export type Protocol = 'TCP' | 'UDP' | 'SCTP'
export type Direction = 'ingress' | 'egress'

export type Meta = {
  name: string
  namespace?: string
  labels?: Labels
  annotations?: Labels
  deletionTimestamp?: string
  ownerReferences?: { apiVersion: string; kind: string; name: string; uid: string; controller: boolean }[]
}

export type Requirement = { key: string; operator: 'In' | 'NotIn' | 'Exists' | 'DoesNotExist'; values?: string[] }
export type Selector = { matchLabels?: Labels; matchExpressions?: Requirement[] }

export type NamespaceObject = { apiVersion: 'v1'; kind: 'Namespace'; metadata: Meta }

export type NodeObject = {
  apiVersion: 'v1'
  kind: 'Node'
  metadata: Meta
  spec?: { podCIDRs?: string[] }
  status: { addresses: { type: 'InternalIP' | 'ExternalIP' | 'Hostname'; address: string }[] }
}

export type ContainerPort = {
  name?: string
  containerPort: number
  protocol?: Protocol
  hostPort?: number
  hostIP?: string
}
export type Container = { name: string; image: string; restartPolicy?: 'Always'; ports?: ContainerPort[] }

export type PodObject = {
  apiVersion: 'v1'
  kind: 'Pod'
  metadata: Meta
  spec: { nodeName?: string; hostNetwork?: boolean; initContainers?: Container[]; containers: Container[] }
  status?: {
    phase: 'Pending' | 'Running' | 'Succeeded' | 'Failed'
    podIP?: string
    hostIP?: string
    conditions?: { type: string; status: 'True' | 'False' }[]
  }
}

export type StatefulSetObject = {
  apiVersion: 'apps/v1'
  kind: 'StatefulSet'
  metadata: Meta
  spec: { selector: Selector; template: { metadata: { labels: Labels }; spec: PodObject['spec'] } }
}

export type ServicePort = {
  name?: string
  protocol?: Protocol
  port: number
  targetPort?: number | string
  nodePort?: number
}
export type ServiceObject = {
  apiVersion: 'v1'
  kind: 'Service'
  metadata: Meta
  spec: {
    type: 'ClusterIP' | 'NodePort' | 'LoadBalancer'
    selector?: Labels
    ports: ServicePort[]
    externalIPs?: string[]
    externalTrafficPolicy?: 'Cluster' | 'Local'
    loadBalancerSourceRanges?: string[]
    publishNotReadyAddresses?: boolean
  }
  status?: { loadBalancer: { ingress?: { ip?: string; hostname?: string }[] } }
}

export type PolicyPort = { protocol?: Protocol; port?: number | string; endPort?: number }
export type PolicyPeer = {
  podSelector?: Selector
  namespaceSelector?: Selector
  ipBlock?: { cidr: string; except?: string[] }
}
export type PolicyRule = { ports?: PolicyPort[]; from?: PolicyPeer[]; to?: PolicyPeer[] }
export type NetworkPolicyObject = {
  apiVersion: 'networking.k8s.io/v1'
  kind: 'NetworkPolicy'
  metadata: Meta
  spec: { podSelector: Selector; policyTypes?: ('Ingress' | 'Egress')[]; ingress?: PolicyRule[]; egress?: PolicyRule[] }
}

export type NamespacedPods = { namespaceSelector: Selector; podSelector: Selector }
/** Exactly one of them is set; those after `pods` only of egress. */
export type AdminPeer = {
  namespaces?: Selector
  pods?: NamespacedPods
  nodes?: Selector
  networks?: string[]
  domainNames?: string[]
}
export type AdminPort = {
  portNumber?: { protocol?: Protocol; port: number }
  portRange?: { protocol?: Protocol; start: number; end: number }
  namedPort?: string
}
export type DestinationPort = { destinationPort?: { number?: number; range?: { start: number; end: number } } }
export type ClusterProtocol = {
  tcp?: DestinationPort
  udp?: DestinationPort
  sctp?: DestinationPort
  destinationNamedPort?: string
}
export type AdminRule = {
  name?: string
  action: 'Allow' | 'Accept' | 'Deny' | 'Pass'
  from?: AdminPeer[]
  to?: AdminPeer[]
  /** Of v1alpha1. */
  ports?: AdminPort[]
  /** Of v1alpha2. */
  protocols?: ClusterProtocol[]
}
export type AdminSubject = { namespaces?: Selector; pods?: NamespacedPods }

export type AdminNetworkPolicyObject = {
  apiVersion: 'policy.networking.k8s.io/v1alpha1'
  kind: 'AdminNetworkPolicy'
  metadata: Meta
  spec: { priority: number; subject: AdminSubject; ingress?: AdminRule[]; egress?: AdminRule[] }
}
export type BaselineAdminNetworkPolicyObject = {
  apiVersion: 'policy.networking.k8s.io/v1alpha1'
  kind: 'BaselineAdminNetworkPolicy'
  metadata: Meta
  spec: { subject: AdminSubject; ingress?: AdminRule[]; egress?: AdminRule[] }
}
export type ClusterNetworkPolicyObject = {
  apiVersion: 'policy.networking.k8s.io/v1alpha2'
  kind: 'ClusterNetworkPolicy'
  metadata: Meta
  spec: {
    tier: 'Admin' | 'Baseline'
    priority: number
    subject: AdminSubject
    ingress?: AdminRule[]
    egress?: AdminRule[]
  }
}

export type SmallObject =
  | NamespaceObject
  | NodeObject
  | PodObject
  | StatefulSetObject
  | ServiceObject
  | NetworkPolicyObject
  | AdminNetworkPolicyObject
  | BaselineAdminNetworkPolicyObject
  | ClusterNetworkPolicyObject

export type OfKind<K extends SmallObject['kind']> = Extract<SmallObject, { kind: K }>

export function allOf<K extends SmallObject['kind']>(objects: readonly SmallObject[], kind: K): OfKind<K>[] {
  return objects.filter((object): object is OfKind<K> => object.kind === kind)
}
