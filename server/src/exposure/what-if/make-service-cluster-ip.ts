import { isIP } from 'node:net'
import { fieldsOf, listOf, textOf } from '../../kubernetes/fields.ts'
import type { Exposure } from '../model.ts'
import type { Attempt, Refused } from './attempt.ts'
import { replaced, withAnnotations, withSpec } from './draft.ts'
import { followAddresses, publishedAt } from './published-addresses.ts'

const RANGES = 'service.beta.kubernetes.io/load-balancer-source-ranges'

/** Fields that an API server refuses in a service of this type, or that would mean nothing. Source: Kubernetes Service API, validation. */
const OF_OTHER_TYPES = {
  allocateLoadBalancerNodePorts: undefined,
  externalTrafficPolicy: undefined,
  healthCheckNodePort: undefined,
  loadBalancerClass: undefined,
  loadBalancerIP: undefined,
  loadBalancerSourceRanges: undefined,
}

/** Makes a service reachable in the cluster only: its load balancer, its node ports and its external addresses go. */
export function makeServiceClusterIp({ draft }: Attempt, { entry }: Exposure): Refused {
  const object = draft.get(entry.object)
  const isOfService = entry.kind === 'LoadBalancer' || entry.kind === 'NodePort' || entry.kind === 'ExternalIP'
  if (!isOfService || !object) return `Only a service can be made ClusterIP, and this is ${entry.kind}.`
  const ports = listOf(fieldsOf(object['spec'])['ports']).map((port) => replaced(port, { nodePort: undefined }))
  const changed = withSpec(object, { type: 'ClusterIP', ports, externalIPs: undefined, ...OF_OTHER_TYPES })
  const annotations = fieldsOf(fieldsOf(object.metadata)['annotations'])
  const marked = annotations[RANGES] === undefined ? changed : withAnnotations(changed, { [RANGES]: undefined })
  const own = textOf(fieldsOf(object['spec'])['clusterIP'], 64)
  followAddresses(draft, object, isIP(own) === 0 ? undefined : { ip: own })
  draft.put(entry.object, publishedAt(marked, undefined))
  return undefined
}
