import { pss } from '../frameworks.ts'
import { unmaskedProcMounts } from '../proc-mount.ts'
import type { Rule } from '../rule.ts'
import { hasOwnUsers } from '../security-context.ts'

/** Source: Pod Security Standards, baseline, "/proc Mount Type": from v1.35 on allowed in pods with hostUsers: false. */
export const unmaskedProc: Rule = {
  id: 'KC-016',
  title: 'Unmasked /proc',
  severity: 'medium',
  frameworks: pss('baseline'),
  why: 'Container runtimes hide the parts of /proc by which the kernel of the node can be read and set; here they are open.',
  remedy:
    'Leave procMount out or set it to Default; what has to see all of /proc should have users of its own (hostUsers: false).',
  covers: ['KC-054'],
  workload: (workload, facts) => (hasOwnUsers(workload, facts) ? [] : unmaskedProcMounts(workload)),
}
