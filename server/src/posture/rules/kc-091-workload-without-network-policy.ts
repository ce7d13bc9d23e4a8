import { mitre, nsa } from '../frameworks.ts'
import { POLICY_KINDS, policiesOf } from '../network-policies.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Network Policies", "The two sorts of pod isolation": a pod is isolated for a direction only if a NetworkPolicy selects
 * it that applies to that direction.
 */
export const workloadWithoutNetworkPolicy: Rule = {
  id: 'KC-091',
  title: 'Workload that no NetworkPolicy selects',
  severity: 'medium',
  frameworks: [...nsa('Network separation'), ...mitre('T1046')],
  why: 'Traffic from and to the pods of the workload is not limited, whatever policies stand in its namespace for others.',
  remedy: "Write a NetworkPolicy whose podSelector meets the labels of the workload's pods.",
  noPatch:
    'Which traffic the workload needs is for you to say, and a policy that knows none of it would cut all of it.',
  reads: POLICY_KINDS,
  covers: ['KC-092'],
  workload: (workload, facts) =>
    policiesOf(workload, facts).length > 0
      ? []
      : [{ path: [], text: `No NetworkPolicy selects the pods of ${workload.ref.kind} ${workload.ref.name}.` }],
}
