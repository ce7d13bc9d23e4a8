import { cis, mitre, nsa, pss } from '../frameworks.ts'
import { hostNamespace } from '../host-namespaces.ts'
import type { Rule } from '../rule.ts'

/** Source: Pod Security Standards, baseline, "Host Namespaces". */
export const hostIpc: Rule = {
  id: 'KC-007',
  title: 'Shares host IPC namespace',
  severity: 'high',
  frameworks: [
    ...pss('baseline'),
    ...nsa('Pod security'),
    ...cis({ '1.10': '5.2.4', '1.11': '5.2.4', '1.12': '5.2.4' }),
    ...mitre('T1611'),
  ],
  why: 'The pod reads and writes the shared memory of programs on its node and of other pods that share it.',
  remedy: 'Remove hostIPC; containers of one pod share memory without it.',
  workload: (workload) => hostNamespace(workload, 'hostIPC', 'The pod shares the IPC namespace of its node.'),
}
