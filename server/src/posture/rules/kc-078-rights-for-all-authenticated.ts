import { bindingRule } from '../binding-rule.ts'
import { mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'
import { isSystemName } from '../system-access.ts'
import { takeOverBy } from '../take-over.ts'

/**
 * Source: Kubernetes, "Using RBAC Authorization", "Discovery roles": what system:authenticated has by default is harmless, and all service
 * accounts are in it.
 */
export const rightsForAllAuthenticated: Rule = bindingRule({
  id: 'KC-078',
  title: 'Rights for all authenticated',
  severity: 'critical',
  frameworks: [...mitre('T1078')],
  why: 'Everybody with any credential of the cluster, each pod with a token included, has these rights, and from them all others follow.',
  remedy: 'Bind the role to the group or the service account that needs it.',
  fault: ({ subject, role }, facts) => {
    if (subject.kind !== 'Group' || subject.name !== 'system:authenticated' || isSystemName(role.name)) return undefined
    const known = facts.access.role(role)
    if (!known) return `stands for everybody with a credential, and has role ${role.name}, whose rules are not known,`
    const [worst] = takeOverBy(known.rules)
    return worst && `stands for everybody with a credential, and can ${worst} by role ${role.name}`
  },
})
