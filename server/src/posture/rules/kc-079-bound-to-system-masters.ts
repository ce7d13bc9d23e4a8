import { CLUSTER_ADMIN } from '../../kubernetes/access/roles.ts'
import { bindingRule } from '../binding-rule.ts'
import { cis } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Least privilege": members of system:masters bypass all checks of rights,
 * which no removal of a binding takes from them.
 */
export const boundToSystemMasters: Rule = bindingRule({
  id: 'KC-079',
  title: 'Bound to group system:masters',
  severity: 'high',
  frameworks: [...cis({ '1.10': '5.1.7', '1.11': '5.1.7', '1.12': '5.1.7' })],
  why: 'Members of system:masters pass every check whatever is bound to them, and their rights cannot be taken back: such a binding hides who is meant to have them.',
  remedy: 'Bind a group of your own, and issue no certificates for system:masters.',
  fault: ({ subject, role, binding }) => {
    const isDefault =
      binding.ref.kind === 'ClusterRoleBinding' && binding.ref.name === CLUSTER_ADMIN && role.name === CLUSTER_ADMIN
    if (subject.kind !== 'Group' || subject.name !== 'system:masters' || isDefault) return undefined
    return `passes every check, and is bound to role ${role.name}`
  },
})
