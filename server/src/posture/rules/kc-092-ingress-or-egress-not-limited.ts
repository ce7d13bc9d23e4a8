import { cis, nsa } from '../frameworks.ts'
import { POLICY_KINDS, policiesOf } from '../network-policies.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Network Policies", "The two sorts of pod isolation": isolation for egress and isolation for ingress are declared
 * independently.
 */
export const ingressOrEgressNotLimited: Rule = {
  id: 'KC-092',
  title: 'Ingress or egress not both limited',
  severity: 'medium',
  frameworks: [...cis({ '1.10': '5.3.2', '1.11': '5.3.2', '1.12': '5.3.2' }), ...nsa('Network separation')],
  why: 'In the direction that no policy limits, the pods may be reached by everybody or may reach everything.',
  remedy:
    'Let the policies that select the workload together name both Ingress and Egress in policyTypes, with rules for what it needs.',
  noPatch: 'Which traffic the workload needs in that direction is for you to say.',
  reads: POLICY_KINDS,
  workload: (workload, facts) => {
    const policies = policiesOf(workload, facts)
    const open = [
      ...(policies.some(({ limitsIngress }) => limitsIngress) ? [] : ['ingress']),
      ...(policies.some(({ limitsEgress }) => limitsEgress) ? [] : ['egress']),
    ]
    if (open.length === 0) return []
    const text = `No policy limits the ${open.join(' and ')} of ${workload.ref.kind} ${workload.ref.name}.`
    return [{ path: [], text, related: policies.slice(0, 10).map(({ ref }) => ref) }]
  },
}
