import { cis, mitre } from '../frameworks.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Impersonate verb", and "User impersonation": users, groups and service
 * accounts are of the core group, and resourceNames say which may be impersonated.
 */
export const canImpersonate: Rule = rightRule({
  id: 'KC-066',
  title: 'Can impersonate',
  severity: 'high',
  frameworks: [...cis({ '1.10': '5.1.8', '1.11': '5.1.8', '1.12': '5.1.8' }), ...mitre('T1134')],
  why: 'Whoever impersonates others has the rights of any of them, the administrators included, and acts under their name in the audit log.',
  remedy: 'Take the verb out, or name in resourceNames the users and groups that may be impersonated.',
  can: 'act as other users, groups or service accounts',
  rights: [
    {
      groups: [''],
      resources: ['users', 'groups'],
      verbs: ['impersonate'],
      names: ['system:masters'],
      isClusterWide: true,
    },
    { groups: [''], resources: ['serviceaccounts'], verbs: ['impersonate'] },
  ],
})
