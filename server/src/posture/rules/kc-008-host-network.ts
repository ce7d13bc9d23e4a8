import { cis, mitre, nsa, pss } from '../frameworks.ts'
import { hostNamespace } from '../host-namespaces.ts'
import type { Rule } from '../rule.ts'

/** Source: Pod Security Standards, baseline, "Host Namespaces". */
export const hostNetwork: Rule = {
  id: 'KC-008',
  title: 'Shares host network',
  severity: 'high',
  frameworks: [
    ...pss('baseline'),
    ...nsa('Pod security'),
    ...cis({ '1.10': '5.2.5', '1.11': '5.2.5', '1.12': '5.2.5' }),
    ...mitre('T1611'),
  ],
  why: 'The pod reaches what its node listens to on localhost, can read the traffic of its node, and no NetworkPolicy holds for it.',
  remedy: 'Remove hostNetwork, and publish the ports of the pod by a Service.',
  workload: (workload) => hostNamespace(workload, 'hostNetwork', 'The pod shares the network of its node.'),
}
