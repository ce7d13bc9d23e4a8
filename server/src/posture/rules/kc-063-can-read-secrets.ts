import { cis, mitre } from '../frameworks.ts'
import { READS, WRITES } from '../role-rights.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Role Based Access Control Good Practices", "Listing secrets": get, list and watch all show what is in a Secret. Whoever
 * writes one can have a token of a service account put into it ("Configure Service Accounts for Pods").
 */
export const canReadSecrets: Rule = rightRule({
  id: 'KC-063',
  title: 'Can read secrets',
  severity: 'high',
  frameworks: [...cis({ '1.10': '5.1.2', '1.11': '5.1.2', '1.12': '5.1.2' }), ...mitre('T1552')],
  why: 'Whoever reads the secrets of a namespace has the passwords and tokens of all that runs in it; whoever writes them can have tokens made or programs misled.',
  remedy: 'Name the secrets that are needed in resourceNames, with the verb get, or take the right out of the role.',
  can: 'read or change secrets',
  rights: [
    { groups: [''], resources: ['secrets'], verbs: READS },
    { groups: [''], resources: ['secrets'], verbs: WRITES, isLiteral: true },
  ],
})
