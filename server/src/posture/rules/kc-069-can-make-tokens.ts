import { cis, mitre } from '../frameworks.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, "Role Based Access Control Good Practices", "Token request". */
export const canMakeTokens: Rule = rightRule({
  id: 'KC-069',
  title: 'Can make service account tokens',
  severity: 'high',
  frameworks: [...cis({ '1.10': '5.1.13', '1.11': '5.1.13', '1.12': '5.1.13' }), ...mitre('T1528')],
  why: 'Whoever makes tokens of service accounts acts as any of them, and keeps the token for as long as it was made for.',
  remedy: 'Name in resourceNames the accounts whose tokens are needed, or take the right out of the role.',
  can: 'make tokens of service accounts',
  rights: [{ groups: [''], resources: ['serviceaccounts/token'], verbs: ['create'] }],
})
