import { cis, mitre } from '../frameworks.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Escalate verb" and "Bind verb". Bindings of named roles are what the page
 * on RBAC advises; that of cluster-admin is not.
 */
export const canEscalateOrBind: Rule = rightRule({
  id: 'KC-065',
  title: 'Can escalate or bind',
  severity: 'high',
  frameworks: [...cis({ '1.10': '5.1.8', '1.11': '5.1.8', '1.12': '5.1.8' }), ...mitre('T1098')],
  why: 'The verbs escalate and bind lift the check that nobody gives away more than they have: whoever holds one makes themselves an administrator.',
  remedy: 'Take the verbs out, or name in resourceNames the roles that may be bound.',
  can: 'give rights beyond its own',
  rights: [
    {
      groups: ['rbac.authorization.k8s.io'],
      resources: ['roles', 'clusterroles', 'rolebindings', 'clusterrolebindings'],
      verbs: ['bind', 'escalate', 'impersonate'],
      names: ['cluster-admin'],
    },
  ],
})
