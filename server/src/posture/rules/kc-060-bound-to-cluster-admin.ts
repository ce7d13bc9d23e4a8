import { CLUSTER_ADMIN } from '../../kubernetes/access/roles.ts'
import { bindingRule } from '../binding-rule.ts'
import { cis, mitre, nsa } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { isSystemSubject } from '../system-access.ts'
import { allowsEverything } from '../take-over.ts'

/**
 * Source: Kubernetes, "Using RBAC Authorization", "User-facing roles": cluster-admin may perform any action on any resource; in a RoleBinding,
 * in its namespace. A role that only has the name is judged by its rules where they are known.
 */
export const boundToClusterAdmin: Rule = bindingRule({
  id: 'KC-060',
  title: 'Bound to cluster-admin',
  severity: 'critical',
  frameworks: [
    ...nsa('Authentication and authorization'),
    ...cis({ '1.10': '5.1.1', '1.11': '5.1.1', '1.12': '5.1.1' }),
    ...mitre('T1098'),
  ],
  why: 'A cluster administrator can read, change and delete everything, and nothing tells a mistake from an attack.',
  remedy: 'Bind a role with the rights that are needed; keep cluster-admin for the few people who run the cluster.',
  fault: ({ subject, role }, facts) => {
    if (role.name !== CLUSTER_ADMIN || isSystemSubject(subject)) return undefined
    const known = facts.access.role(role)
    if (known && !known.rules.some((rule) => allowsEverything(rule))) return undefined
    return `is bound to ${CLUSTER_ADMIN}, and can do everything`
  },
})
