import { ACCESS_KINDS } from '../../kubernetes/access/access.ts'
import { mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { accountFailure } from '../service-account.ts'
import { takeOverBy } from '../take-over.ts'

/**
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Minimize distribution of privileged tokens" and "Privilege escalation
 * risks". Rights in kube-system count, since accounts with rights in all of the cluster are there; those in another namespace do not.
 */
export const runsWithTakeOverRights: Rule = {
  id: 'KC-082',
  title: 'Workload runs with take-over rights',
  severity: 'high',
  frameworks: [...mitre('T1078')],
  why: 'Whoever takes over the program has the token of its service account, and with it, step by step, the cluster.',
  remedy: 'Give the program a service account of its own with the rights that it needs, or no token if it needs none.',
  noPatch: 'Which rights the program needs, and whether it needs a token at all, is for you to say.',
  reads: [...ACCESS_KINDS, 'ServiceAccount'],
  workload: (workload, facts) =>
    accountFailure(workload, facts, ({ namespace }, { rules }) =>
      namespace === '' || namespace === 'kube-system' ? takeOverBy(rules) : [],
    ),
}
