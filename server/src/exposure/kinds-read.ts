import { KINDS, type KindDefinition } from '../kubernetes/kinds.ts'

const READ = new Set([
  'Namespace',
  'Node',
  'Deployment',
  'StatefulSet',
  'DaemonSet',
  'CronJob',
  'Job',
  'ReplicationController',
  'ReplicaSet',
  'Pod',
  'Service',
  'EndpointSlice',
  'Endpoints',
  'Ingress',
  'IngressClass',
  'IngressClassParams',
  'AlbConfig',
  'GatewayClass',
  'Gateway',
  'ListenerSet',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'ReferenceGrant',
  'Route',
  'AdminNetworkPolicy',
  'BaselineAdminNetworkPolicy',
  'ClusterNetworkPolicy',
  'CiliumNetworkPolicy',
  'CiliumClusterwideNetworkPolicy',
  'Gateway.networking.istio.io',
  'VirtualService',
])

/** The kinds that exposure is told from, in the order in which they are listed. Policies of all makers are among them. */
export const EXPOSURE_KINDS: readonly KindDefinition[] = KINDS.filter(
  ({ kind }) => READ.has(kind) || /^(?:Global)?NetworkPolicy(?:\.|$)/.test(kind),
)
