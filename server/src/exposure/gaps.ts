import type { Cluster } from './cluster.ts'
import type { Gap } from './model.ts'

/** Kinds that are entry points or parts of a way in: unread, they may hide one. */
export const WAY_IN_KINDS: readonly string[] = [
  'Service',
  'Pod',
  'Ingress',
  'Gateway',
  'HTTPRoute',
  'GRPCRoute',
  'TLSRoute',
  'TCPRoute',
  'UDPRoute',
  'Route',
]

/** By kind: what is less sure when it could not be read. */
const MEANING: Readonly<Record<string, string>> = {
  Namespace: 'Selectors of namespaces are judged by the names of namespaces only.',
  Node: 'Where node ports and ports of hosts are heard is not known.',
  Service: 'Load balancers, node ports and backends are not seen.',
  Pod: 'Only what templates of workloads declare is seen.',
  EndpointSlice: 'What services without a selector lead to, and which pods are ready, is not known for sure.',
  Endpoints: 'What services without a selector lead to may not be known.',
  Ingress: 'Ingresses are not seen.',
  IngressClass: 'Which controller serves an ingress is not known for sure.',
  Gateway: 'Gateways are not seen.',
  ReferenceGrant: 'Whether routes may lead to other namespaces is not known.',
  NetworkPolicy: 'What policies let in is not known.',
  AdminNetworkPolicy: 'What policies let in is not known.',
  BaselineAdminNetworkPolicy: 'What policies let in is not known.',
  ClusterNetworkPolicy: 'What policies let in is not known.',
  Route: 'Routes of OpenShift are not seen.',
  HTTPRoute: 'Routes of gateways are not seen.',
  GRPCRoute: 'Routes of gateways are not seen.',
  TLSRoute: 'Routes of gateways are not seen.',
  TCPRoute: 'Routes of gateways are not seen.',
  UDPRoute: 'Routes of gateways are not seen.',
  AlbConfig: 'Whether ALB ingresses are public is told by their addresses only.',
  IngressClassParams: 'Whether ALB ingresses are public is told by their annotations and addresses only.',
  Deployment: 'Workloads without pods are not seen.',
  StatefulSet: 'Workloads without pods are not seen.',
  DaemonSet: 'Workloads without pods are not seen.',
  ReplicaSet: 'Pods may be shown under their ReplicaSet instead of their Deployment.',
  Job: 'Pods may be shown under their Job instead of their CronJob.',
}

/** Kinds that lead in and are not followed yet. */
const NOT_ANALYZED = ['Gateway.networking.istio.io', 'VirtualService', 'ListenerSet'] as const

/** What could not be seen and what that means, sorted by kind. */
export function gapsOf(cluster: Cluster): Gap[] {
  const { unread } = cluster
  const gaps: Gap[] = []
  for (const [kind, code] of unread) {
    const text = MEANING[kind]
    if (text !== undefined && Object.hasOwn(MEANING, kind)) gaps.push({ kind, code, text })
  }
  for (const kind of NOT_ANALYZED) {
    if (cluster.objects(kind).size > 0 || unread.has(kind))
      gaps.push({ kind, code: 'notAnalyzed', text: 'What it leads to is not analyzed.' })
  }
  const { enforced, reasons } = cluster.policies.enforcement
  if (!enforced && cluster.objects('NetworkPolicy').size > 0)
    gaps.push({
      kind: 'NetworkPolicy',
      code: 'policiesNotEnforced',
      text: ['Nothing in the cluster enforces policies.', ...reasons.map(({ text }) => text)].join(' '),
    })
  return gaps.sort((a, b) => (a.kind + a.code < b.kind + b.code ? -1 : 1))
}
