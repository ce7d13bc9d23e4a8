import { fieldsOf, listOf } from '../../kubernetes/fields.ts'
import type { Rule } from '../rule.ts'

/** Source: Kubernetes, Configuration Best Practices: pods that are bound to no controller are not made anew when their node fails. */
export const nakedPod: Rule = {
  id: 'KC-049',
  title: 'Naked pod',
  severity: 'low',
  frameworks: [],
  why: 'Nothing makes the pod anew when its node fails or is drained, and nothing brings a new version of it.',
  remedy: 'Let a Deployment make the pod, or a Job when it ends by itself.',
  noPatch: 'Which controller fits, and with how many replicas, is for you to say.',
  objects: {
    Pod: ({ object, annotations }) => {
      // The kubelet makes static pods, and shows them to the API server by mirrors.
      if (Object.hasOwn(annotations, 'kubernetes.io/config.mirror')) return undefined
      const owners = listOf(fieldsOf(object.metadata)['ownerReferences'])
      return owners.length > 0
        ? []
        : [{ path: ['metadata', 'ownerReferences'], text: 'No controller stands behind the pod.' }]
    },
  },
}
