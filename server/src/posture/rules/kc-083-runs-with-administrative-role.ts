import { ACCESS_KINDS } from '../../kubernetes/access/access.ts'
import { mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { accountFailure } from '../service-account.ts'
import { allowsEverything } from '../take-over.ts'

/** Source: Kubernetes, "Using RBAC Authorization", "User-facing roles" and "ServiceAccount permissions". */
export const runsWithAdministrativeRole: Rule = {
  id: 'KC-083',
  title: 'Workload runs with an administrative role',
  severity: 'high',
  frameworks: [...mitre('T1078')],
  why: 'Whoever takes over the program is an administrator of the cluster, or of the namespace in which the role is bound.',
  remedy: 'Give the program a service account of its own with the rights that it needs, or no token if it needs none.',
  noPatch: 'Which rights the program needs, and whether it needs a token at all, is for you to say.',
  covers: ['KC-082'],
  reads: [...ACCESS_KINDS, 'ServiceAccount'],
  workload: (workload, facts) =>
    accountFailure(workload, facts, (_, { rules }) =>
      rules.some((rule) => allowsEverything(rule, true)) ? ['do everything'] : [],
    ),
}
