import { cis, mitre } from '../frameworks.ts'
import { WRITES } from '../role-rights.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Control admission webhooks". Changes of named ones are what an operator
 * needs for its own.
 */
export const canChangeWebhooks: Rule = rightRule({
  id: 'KC-072',
  title: 'Can change admission webhooks',
  severity: 'high',
  frameworks: [...cis({ '1.10': '5.1.12', '1.11': '5.1.12', '1.12': '5.1.12' }), ...mitre('T1562')],
  why: 'An admission webhook sees every object that it is asked about, secrets included, and can change or refuse it; whoever deletes one switches its policies off.',
  remedy: 'Name in resourceNames the configurations that a program owns, and leave all others to administrators.',
  can: 'change admission webhooks',
  rights: [
    {
      groups: ['admissionregistration.k8s.io'],
      resources: ['validatingwebhookconfigurations', 'mutatingwebhookconfigurations'],
      verbs: WRITES,
      isClusterWide: true,
    },
  ],
})
