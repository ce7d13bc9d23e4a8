import { cis, mitre, nsa } from '../frameworks.ts'
import { clusterPolicies, POLICY_KINDS, policiesIn } from '../network-policies.ts'
import type { Rule } from '../rule.ts'

/**
 * Source: Kubernetes, "Network Policies": "By default, if no policies exist in a namespace, then all ingress and egress traffic is allowed to
 * and from pods in that namespace."
 */
export const namespaceWithoutNetworkPolicy: Rule = {
  id: 'KC-090',
  title: 'Namespace without NetworkPolicy',
  severity: 'medium',
  frameworks: [
    ...cis({ '1.10': '5.3.2', '1.11': '5.3.2', '1.12': '5.3.2' }),
    ...nsa('Network separation'),
    ...mitre('T1046'),
  ],
  why: 'Every pod of the cluster may connect to every pod of the namespace, and its pods may connect anywhere: who holds one pod looks around freely.',
  remedy:
    'Write a NetworkPolicy that selects all pods of the namespace, and others that allow the traffic that it needs.',
  noPatch:
    'Which traffic the namespace needs is for you to say, and a policy that knows none of it would cut all of it.',
  reads: POLICY_KINDS,
  objects: {
    Namespace: ({ ref }, facts) => {
      const isCovered =
        policiesIn(ref.name, facts).length > 0 ||
        clusterPolicies(facts).some(
          (policy) => policy.selectsAllOf(ref.name) || facts.workloadsIn(ref.name).some((one) => policy.selects(one)),
        )
      return isCovered ? [] : [{ path: [], text: `Namespace ${ref.name} has no NetworkPolicy.` }]
    },
  },
}
