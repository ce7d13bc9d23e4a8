import { exposureFailure, isGatewayKind, waysThroughServices } from '../declared-exposure.ts'
import { mitre, nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Service", type: NodePort and LoadBalancer publish a Service outside the cluster; "Ingress": it exposes HTTP and HTTPS
 * routes from outside the cluster to Services.
 */
export const workloadExposedToInternet: Rule = {
  id: 'KC-098',
  title: 'Workload exposed to the internet',
  severity: 'high',
  frameworks: [...nsa('Network separation'), ...mitre('T1190')],
  why: 'Whoever finds a fault in the program may use it from outside the cluster.',
  remedy:
    'Make the Service ClusterIP or its load balancer internal where nobody outside needs it, and limit the sources or ask for credentials where somebody does.',
  noPatch: 'A way in may be wanted: whether to close it, and how else it is reached then, is for you to say.',
  reads: ['Service', 'Ingress'],
  readsExposures: true,
  workload: (workload, facts) => {
    const judged = facts.exposureOf?.(workload.ref)?.filter(({ kind }) => !isGatewayKind(kind))
    return exposureFailure(judged, () => waysThroughServices(workload, facts))
  },
}
