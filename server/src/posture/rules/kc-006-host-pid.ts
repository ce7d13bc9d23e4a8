import { cis, mitre, nsa, pss } from '../frameworks.ts'
import { hostNamespace } from '../host-namespaces.ts'
import type { Rule } from '../rule.ts'

/** Source: Pod Security Standards, baseline, "Host Namespaces". */
export const hostPid: Rule = {
  id: 'KC-006',
  title: 'Shares host PID namespace',
  severity: 'high',
  frameworks: [
    ...pss('baseline'),
    ...nsa('Pod security'),
    ...cis({ '1.10': '5.2.3', '1.11': '5.2.3', '1.12': '5.2.3' }),
    ...mitre('T1611'),
  ],
  why: 'The pod sees all processes of its node, reads their environment with the secrets in it, and may stop them.',
  remedy: 'Remove hostPID; what only has to see the processes of its own pod can use shareProcessNamespace.',
  workload: (workload) => hostNamespace(workload, 'hostPID', 'The pod shares the process namespace of its node.'),
}
