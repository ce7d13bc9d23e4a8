import { bindingRule } from '../binding-rule.ts'
import { cis, mitre } from '../frameworks.ts'
import type { Rule } from '../rule.ts'

const ANONYMOUS = ['system:anonymous', 'system:unauthenticated']
const HARMLESS = ['system:public-info-viewer', 'kubeadm:bootstrap-signer-clusterinfo']

/**
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Hardening": bindings of system:unauthenticated are to be removed where
 * possible, as they are open to whoever reaches the API server. What Kubernetes and kubeadm bind by themselves shows a version and the address
 * of the cluster only.
 */
export const rightsForAnonymous: Rule = bindingRule({
  id: 'KC-077',
  title: 'Rights for anonymous or unauthenticated',
  severity: 'critical',
  frameworks: [...cis({ '1.10': '5.1.1', '1.11': '5.1.1', '1.12': '5.1.1' }), ...mitre('T1078')],
  why: 'Whoever reaches the API server has these rights, without a password, a certificate or a token.',
  remedy: 'Take anonymous users out of the binding; let programs use a service account of their own.',
  fault: ({ subject, role }) =>
    ANONYMOUS.includes(subject.name) && !HARMLESS.includes(role.name)
      ? `stands for everybody without credentials, and has role ${role.name}`
      : undefined,
})
