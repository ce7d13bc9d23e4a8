import { fieldsOf } from '../../kubernetes/fields.ts'
import { readSelector } from '../../kubernetes/label-selector.ts'
import type { Rule } from '../rule.ts'
import { selectsAnyIn } from '../selection.ts'
import { WORKLOAD_KINDS } from '../subject.ts'

/**
 * Source: Kubernetes API, networking.k8s.io/v1 NetworkPolicySpec: podSelector selects pods in the policy's namespace; "An empty selector
 * matches all pods in the policy's namespace."
 */
export const networkPolicySelectsNothing: Rule = {
  id: 'KC-093',
  title: 'NetworkPolicy selects nothing',
  severity: 'low',
  frameworks: [],
  why: 'The policy protects nothing, though whoever wrote it believes that it does: mostly a label was renamed or mistyped.',
  remedy: 'Write the labels of the pods that are meant in podSelector, or delete the policy.',
  noPatch: 'Whether the selector is mistyped or the policy is left over is for you to say.',
  reads: [...WORKLOAD_KINDS],
  objects: {
    NetworkPolicy: ({ ref, object }, facts) => {
      const selector = readSelector(fieldsOf(object['spec'])['podSelector'])
      if (!selector || selector.requirements.length === 0 || selectsAnyIn(selector, ref.namespace, facts)) return []
      return [
        {
          path: ['spec', 'podSelector'],
          text: `No pod or workload of namespace ${ref.namespace} has the labels that NetworkPolicy ${ref.name} selects.`,
        },
      ]
    },
  },
}
