import { mitre } from '../frameworks.ts'
import { rightRule } from '../role-rule.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, "Use Port Forwarding to Access Applications in a Cluster"; asked for with create, and with get by a WebSocket. */
export const canPortForward: Rule = rightRule({
  id: 'KC-068',
  title: 'Can port-forward',
  severity: 'medium',
  frameworks: [...mitre('T1090')],
  why: 'A forwarded port goes through the API server and the node, past every network policy, to what listens inside a pod.',
  remedy: 'Take the right out of the role, or bind the role to those only who need it.',
  can: 'reach ports of pods past network policies',
  rights: [{ groups: [''], resources: ['pods/portforward'], verbs: ['create', 'get'] }],
})
