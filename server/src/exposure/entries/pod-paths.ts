import { addressClassOf } from '../addresses.ts'
import type { Cluster } from '../cluster.ts'
import { endpointAt } from '../endpoints.ts'
import type { DeclaredPort, EntryKind, Pod } from '../model.ts'
import type { ClusterNode, NodeAddress } from '../nodes.ts'
import type { EntryPath, Front } from '../paths.ts'
import { doubt, type Remark } from '../remarks.ts'

/** The way in at a port that a pod opens on its node. */
export function podPath(
  kind: EntryKind,
  pod: Pod,
  declared: DeclaredPort,
  front: Front,
  how: { readonly port: number; readonly key: readonly string[]; readonly remarks: readonly Remark[] },
): EntryPath {
  return {
    entry: { kind, object: pod.workload, port: how.port, host: '', path: '', tls: 'unknown' },
    key: how.key,
    front,
    via: { kind: 'client', mayBeNode: false },
    hops: [],
    service: undefined,
    endpoints: [endpointAt(pod, declared.port, declared.protocol, declared.container)],
    outside: [],
    remarks: how.remarks,
  }
}

/** The pod's node. Without its object, a public address that the pod's status has of it is better than nothing. */
export function nodeOfPod(cluster: Cluster, pod: Pod): ClusterNode | undefined {
  const node = cluster.nodes.get(pod.node)
  if (node || pod.node === '') return node
  const addresses = pod.hostIps.flatMap((address): NodeAddress[] => {
    const found = addressClassOf(address)
    return found === 'public' ? [{ address, isExternal: false, class: found }] : []
  })
  return addresses.length > 0 ? { name: pod.node, addresses } : undefined
}

/** Policies on ports of hosts differ from plug-in to plug-in. */
export const POLICY_ON_HOST_PORT = doubt(
  'hostPortPolicyVaries',
  'Whether policies bind ports of hosts is up to the network plug-in.',
)
