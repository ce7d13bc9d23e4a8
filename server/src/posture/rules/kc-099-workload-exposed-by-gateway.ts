import { ROUTE_KINDS } from '../backends.ts'
import { exposureFailure, isGatewayKind, waysThroughGateways } from '../declared-exposure.ts'
import { mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Gateway API, "API overview": a route attached to a Gateway leads requests to Services; Istio, "VirtualService": one that names
 * gateways is applied to what they receive.
 */
export const workloadExposedByGateway: Rule = {
  id: 'KC-099',
  title: 'Exposed by Gateway API or Istio',
  severity: 'high',
  frameworks: [...mitre('T1190')],
  why: 'Whoever finds a fault in the program may use it from outside the cluster.',
  remedy:
    'Take the workload out of the routes where nobody outside needs it, and ask for credentials at the gateway where somebody does.',
  noPatch: 'A way in may be wanted: whether to close it, and how else it is reached then, is for you to say.',
  reads: ['Service', 'VirtualService', 'Gateway.networking.istio.io', ...ROUTE_KINDS],
  readsExposures: true,
  workload: (workload, facts) => {
    const judged = facts.exposureOf?.(workload.ref)?.filter(({ kind }) => isGatewayKind(kind))
    return exposureFailure(judged, () => waysThroughGateways(workload, facts))
  },
}
