import { bindingRule } from '../binding-rule.ts'
import { cis } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { isSystemBinding, isSystemName } from '../system-access.ts'

/**
 * Source: Kubernetes, "Using RBAC Authorization", "ServiceAccount permissions": every pod that names no service account runs as default, and
 * so gets its rights.
 */
export const defaultAccountHoldsRoles: Rule = bindingRule({
  id: 'KC-085',
  title: 'Default SA holds extra roles',
  severity: 'medium',
  frameworks: [...cis({ '1.10': '5.1.5', '1.11': '5.1.5', '1.12': '5.1.5' })],
  why: 'Every pod of the namespace that names no service account has these rights, also those that come later.',
  remedy: 'Make a service account for the program that needs the role, and bind that one.',
  fault: ({ subject, role, binding }) =>
    subject.kind === 'ServiceAccount' &&
    subject.name === 'default' &&
    !isSystemName(role.name) &&
    !isSystemBinding(binding)
      ? `is what pods run as that name no account, and has role ${role.name}`
      : undefined,
})
