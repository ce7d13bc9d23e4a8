import { mitre } from '../frameworks.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, "Authorization", "Request verbs": exec and attach are asked for with create, and with get by a WebSocket. */
export const canExecOrAttach: Rule = rightRule({
  id: 'KC-067',
  title: 'Can exec or attach',
  severity: 'high',
  frameworks: [...mitre('T1609')],
  why: 'Whoever runs commands in a container has all that it has: its secrets, its network and the token of its service account.',
  remedy: 'Keep exec and attach to those who mend things by hand, and for the time that they do.',
  can: 'run commands in containers',
  rights: [{ groups: [''], resources: ['pods/exec', 'pods/attach'], verbs: ['create', 'get'] }],
})
